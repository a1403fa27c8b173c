# correct
import torch
import torch.nn as nn
import torch.nn.functional as F


class Embedder:
    def __init__(self, num_freqs, input_dims=3, include_input=True):
        self.embed_fns = [lambda x: x] if include_input else []
        for freq in 2.0 ** torch.linspace(0.0, num_freqs - 1, steps=num_freqs):
            for p_fn in (torch.sin, torch.cos):
                self.embed_fns.append(lambda x, p_fn=p_fn, freq=freq: p_fn(x * freq))
        self.out_dim = input_dims * len(self.embed_fns)

    def __call__(self, inputs):
        return torch.cat([fn(inputs) for fn in self.embed_fns], -1)


class NeRF(nn.Module):
    def __init__(self, D=3, W=16, input_ch=3, skips=(1,)):
        super(NeRF, self).__init__()
        self.skips = skips
        self.pts_linears = nn.ModuleList(
            [nn.Linear(input_ch, W)]
            + [nn.Linear(W, W) if i not in skips else nn.Linear(W + input_ch, W) for i in range(D - 1)]
        )
        self.output_linear = nn.Linear(W, 4)

    def forward(self, x):
        h = x
        for i, l in enumerate(self.pts_linears):
            h = F.relu(self.pts_linears[i](h))
            if i in self.skips:
                h = torch.cat([x, h], -1)
        return self.output_linear(h)


def raw2outputs(raw, z_vals, rays_d, raw_noise_std=0.0):
    dists = z_vals[..., 1:] - z_vals[..., :-1]
    dists = torch.cat([dists, torch.tensor([1e10]).expand(dists[..., :1].shape)], -1)
    dists = dists * torch.norm(rays_d[..., None, :], dim=-1)
    rgb = torch.sigmoid(raw[..., :3])
    noise = 0.0
    if raw_noise_std > 0.0:
        noise = torch.randn(raw[..., 3].shape) * raw_noise_std
    alpha = 1.0 - torch.exp(-F.relu(raw[..., 3] + noise) * dists)
    transmittance = torch.cumprod(torch.cat([torch.ones((alpha.shape[0], 1)), 1.0 - alpha + 1e-10], -1), -1)[:, :-1]
    weights = alpha * transmittance
    return torch.sum(weights[..., None] * rgb, -2), weights


img2mse = lambda x, y: torch.mean((x - y) ** 2)
mse2psnr = lambda x: -10.0 * torch.log(x) / torch.log(torch.Tensor([10.0]))

embed = Embedder(2)
nerf = NeRF(input_ch=embed.out_dim)
optimizer = torch.optim.Adam(params=list(nerf.parameters()), lr=5e-4, betas=(0.9, 0.999))
lrate_decay, decay_rate = 250, 0.1

for global_step in range(3):
    rays_o, rays_d = torch.zeros(6, 3), F.normalize(torch.randn(6, 3), dim=-1)
    target_s = rays_d.abs()
    t_vals = torch.linspace(0.0, 1.0, steps=5)
    z_vals = (2.0 * (1.0 - t_vals) + 6.0 * t_vals).expand(6, 5)
    pts = rays_o[..., None, :] + rays_d[..., None, :] * z_vals[..., :, None]
    rgb, weights = raw2outputs(nerf(embed(pts)), z_vals, rays_d, raw_noise_std=1.0)
    optimizer.zero_grad()
    img_loss = img2mse(rgb, target_s)
    psnr = mse2psnr(img_loss)
    img_loss.backward()
    optimizer.step()
    new_lrate = 5e-4 * (decay_rate ** (global_step / lrate_decay))
    for param_group in optimizer.param_groups:
        param_group["lr"] = new_lrate
    print(f"[TRAIN] Iter: {global_step} Loss: {img_loss.item()}  PSNR: {psnr.item()}")
