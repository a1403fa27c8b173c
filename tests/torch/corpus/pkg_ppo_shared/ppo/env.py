import torch


class Pole:
    observations, actions = 2, 2

    def reset(self):
        self.state = torch.randn(self.observations) * 0.1
        return self.state.clone()

    def step(self, action):
        angle, speed = self.state
        speed = speed + 0.1 * angle + (0.05 if action else -0.05)
        self.state = torch.stack((angle + 0.1 * speed, speed))
        done = bool(self.state[0].abs() > 1.0)
        return self.state.clone(), 0.0 if done else 1.0, done
