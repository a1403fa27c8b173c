import torch
import torch.nn.functional as F
import torch.utils.checkpoint
from torch import nn

from .configuration import MiniConfig
from .outputs import Output

__all__ = ["MiniModel", "MiniForClassification"]
ACT2FN = {"gelu": F.gelu, "relu": F.relu, "silu": F.silu}


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dense = nn.Linear(config.width, config.width)
        self.norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        self.act = ACT2FN[config.act]

    def forward(self, h):
        return self.norm(h + self.dropout(self.act(self.dense(h))))


class Base(nn.Module):
    config: MiniConfig

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.gradient_checkpointing = False

    def post_init(self):
        self.apply(self._init_weights)

    def _init_weights(self, module):
        if isinstance(module, nn.Linear):
            module.weight.data.normal_(mean=0.0, std=0.02)
            if module.bias is not None:
                module.bias.data.zero_()
        elif isinstance(module, nn.Embedding):
            module.weight.data.normal_(mean=0.0, std=0.02)

    def save_pretrained(self, path):
        torch.save(self.state_dict(), path)

    @classmethod
    def from_pretrained(cls, path, config, **kwargs):
        model = cls(config, **kwargs)
        state = torch.load(path)
        prefix = "" if cls is MiniModel else "mini."
        missing = model.load_state_dict({prefix + k: v for k, v in state.items()}, strict=False)
        return model


class MiniModel(Base):
    def __init__(self, config):
        super().__init__(config)
        self.embed = nn.Embedding(config.vocab, config.width)
        self.layers = nn.ModuleList([Layer(config) for _ in range(config.layers)])
        self.post_init()

    def resize(self, vocab):
        old = self.embed
        new = nn.Embedding(vocab, old.embedding_dim)
        n = min(vocab, old.num_embeddings)
        new.weight.data[:n] = old.weight.data[:n]
        self.embed = new
        self.config.vocab = vocab

    def freeze(self, embeddings, first):
        modules = ([self.embed] if embeddings else []) + list(self.layers[:first])
        for module in modules:
            for p in module.parameters():
                p.requires_grad = False

    def forward(self, ids, output_hidden_states=False):
        h = self.embed(ids)
        every = (h,) if output_hidden_states else None
        for layer in self.layers:
            if self.gradient_checkpointing and self.training:
                h = torch.utils.checkpoint.checkpoint(layer.__call__, h, use_reentrant=False)
            else:
                h = layer(h)
            if output_hidden_states:
                every = every + (h,)
        return Output(logits=h, hidden_states=every)


class MiniForClassification(Base):
    def __init__(self, config, classes):
        super().__init__(config)
        self.mini = MiniModel(config)
        self.classifier = nn.Linear(config.width, classes)
        self.post_init()

    def forward(self, ids, labels=None, **kwargs):
        outputs = self.mini(ids, **kwargs)
        logits = self.classifier(outputs.logits.mean(1))
        loss = None
        if labels is not None:
            loss = F.cross_entropy(logits, labels)
        return Output(loss=loss, logits=logits, hidden_states=outputs.hidden_states)
