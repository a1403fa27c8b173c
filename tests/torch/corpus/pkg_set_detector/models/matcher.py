import torch
from torch import nn


class GreedyMatcher(nn.Module):
    def __init__(self, cost_class: float = 1, cost_bbox: float = 1):
        super().__init__()
        self.cost_class = cost_class
        self.cost_bbox = cost_bbox

    @torch.no_grad()
    def forward(self, outputs, targets):
        bs, num_queries = outputs["pred_logits"].shape[:2]
        out_prob = outputs["pred_logits"].flatten(0, 1).softmax(-1)
        out_bbox = outputs["pred_boxes"].flatten(0, 1)
        tgt_ids = torch.cat([v["labels"] for v in targets])
        tgt_bbox = torch.cat([v["boxes"] for v in targets])
        cost = self.cost_class * -out_prob[:, tgt_ids] + self.cost_bbox * torch.cdist(out_bbox, tgt_bbox, p=1)
        cost = cost.view(bs, num_queries, -1).cpu()
        sizes = [len(v["boxes"]) for v in targets]
        indices = []
        for i, c in enumerate(cost.split(sizes, -1)):
            rows = c[i].sum(1).argsort()[: sizes[i]]
            indices.append((torch.as_tensor(rows, dtype=torch.int64), torch.arange(sizes[i])))
        return indices


def build_matcher(args):
    return GreedyMatcher()
