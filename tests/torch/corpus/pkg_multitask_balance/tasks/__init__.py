from tasks.kinds import Classes, Numbers, Task

TASKS: list[Task] = [Numbers("sum"), Classes("sign", size=2)]
