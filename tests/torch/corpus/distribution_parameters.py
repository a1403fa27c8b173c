# correct
import torch
from torch.distributions import Bernoulli, Categorical, Geometric, Multinomial, OneHotCategorical, RelaxedBernoulli
w = torch.rand(3, requires_grad=True)
a1 = Categorical(logits=w).logits
a2 = Categorical(probs=w).probs
b1 = Bernoulli(logits=w).logits
b2 = Bernoulli(probs=w).probs
c1 = OneHotCategorical(logits=w).logits
d1 = Multinomial(3, logits=w).logits
e1 = RelaxedBernoulli(torch.tensor(1.0), logits=w).logits
f1 = Geometric(probs=w).probs
class D(OneHotCategorical):
    def __init__(self, logits=None, probs=None):
        super().__init__(logits=logits, probs=probs)
    def p(self):
        return super().probs
    def q(self):
        return self.probs
g1 = D(logits=w).p()
g2 = D(logits=w).q()
g3 = D(logits=w).probs


class Plain(OneHotCategorical):
    pass


h1 = Plain(logits=w).probs
h2 = Plain(logits=w).mean
