# cause: no-grad-scope
# finds: GS603 at 10
# torch: lacks table, row
# fixed: gets table; lacks row
# all fixed: gets table, row
import torch

table = torch.rand(5, 3, requires_grad=True)
with torch.no_grad():
    row = table[2]
(row * 2).sum().backward()
print(table.grad, row.grad)
