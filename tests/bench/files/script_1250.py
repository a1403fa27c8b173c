"""A collection of models and their training loops, as long as single files of research code get."""

from dataclasses import dataclass
import collections
import copy
import math
import numpy as np
import random

from torch import distributions, nn
from torch import nn
from torch import nn, optim
from torch import optim
from torch.autograd import grad
from torch.distributions import Normal
from torch.nn import functional as F
from torch.nn.parameter import Parameter
from torch.utils.data import DataLoader, Dataset
from torch.utils.data import DataLoader, TensorDataset, random_split
import torch
import torch as th
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


# A decoder-only transformer with weight tying, and generation under no_grad.

@dataclass
class GPTConfig:
    block_size: int = 16
    vocab_size: int = 20
    n_layer: int = 2
    n_head: int = 2
    n_embd: int = 8
    dropout: float = 0.1
    bias: bool = False


class CausalSelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        assert config.n_embd % config.n_head == 0
        self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd, bias=config.bias)
        self.c_proj = nn.Linear(config.n_embd, config.n_embd, bias=config.bias)
        self.attn_dropout = nn.Dropout(config.dropout)
        self.n_head, self.n_embd = config.n_head, config.n_embd
        mask = torch.tril(torch.ones(config.block_size, config.block_size))
        self.register_buffer("mask", mask.view(1, 1, config.block_size, config.block_size))

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        att = att.masked_fill(self.mask[:, :, :T, :T] == 0, float("-inf"))
        att = self.attn_dropout(F.softmax(att, dim=-1))
        y = (att @ v).transpose(1, 2).contiguous().view(B, T, C)
        return self.c_proj(y)


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(config.n_embd), nn.LayerNorm(config.n_embd)
        self.attn = CausalSelfAttention(config)
        hidden = 4 * config.n_embd
        self.mlp = nn.Sequential(nn.Linear(config.n_embd, hidden), nn.GELU(), nn.Linear(hidden, config.n_embd))

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class GPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.transformer = nn.ModuleDict(
            dict(
                wte=nn.Embedding(config.vocab_size, config.n_embd),
                wpe=nn.Embedding(config.block_size, config.n_embd),
                h=nn.ModuleList([Block(config) for _ in range(config.n_layer)]),
                ln_f=nn.LayerNorm(config.n_embd),
            )
        )
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.transformer.wte.weight = self.lm_head.weight

    def forward(self, idx, targets=None):
        pos = torch.arange(0, idx.size(1), dtype=torch.long).unsqueeze(0)
        x = self.transformer.wte(idx) + self.transformer.wpe(pos)
        for block in self.transformer.h:
            x = block(x)
        logits = self.lm_head(self.transformer.ln_f(x))
        loss = None
        if targets is not None:
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.reshape(-1))
        return logits, loss

    @torch.no_grad()
    def generate(self, idx, max_new_tokens):
        for _ in range(max_new_tokens):
            logits, _ = self(idx[:, -self.config.block_size :])
            probs = F.softmax(logits[:, -1, :], dim=-1)
            idx = torch.cat((idx, torch.multinomial(probs, num_samples=1)), dim=1)
        return idx


model = GPT(GPTConfig())
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.95))
for it in range(3):
    data = torch.randint(20, (4, 9))
    logits, loss = model(data[:, :-1], data[:, 1:])
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    print(it, loss.item())
print(model.generate(torch.zeros(1, 1, dtype=torch.long), 5).tolist())


# vae reparameterized

class VAE(nn.Module):
    def __init__(self, input_dim=20, hidden_dim=16, z_dim=3):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc21 = nn.Linear(hidden_dim, z_dim)
        self.fc22 = nn.Linear(hidden_dim, z_dim)
        self.fc3 = nn.Linear(z_dim, hidden_dim)
        self.fc4 = nn.Linear(hidden_dim, input_dim)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3))

    def forward(self, x):
        mu, logvar = self.encode(x.view(-1, 20))
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x.view(-1, 20), reduction="sum")
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD


model = VAE()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
batches = [torch.rand(6, 4, 5) for _ in range(5)]

for epoch in range(1, 4):
    model.train()
    train_loss = 0
    for data in batches:
        optimizer.zero_grad()
        recon_batch, mu, logvar = model(data)
        loss = loss_function(recon_batch, data, mu, logvar)
        loss.backward()
        train_loss += loss.item()
        optimizer.step()
    print("====> Epoch: {} Average loss: {:.4f}".format(epoch, train_loss / 30))

    with torch.no_grad():
        sample = torch.randn(2, 3)
        sample = model.decode(sample)
        print(sample.mean().item())

model.eval()
mu, logvar = model.encode(batches[0].view(-1, 20))
latent_codes = mu.detach().numpy()
print(latent_codes.shape)


# mnist style classifier

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, 1)
        self.conv2 = nn.Conv2d(4, 8, 3, 1)
        self.dropout = nn.Dropout(0.25)
        self.fc1 = nn.Linear(8 * 4 * 4, 16)
        self.fc2 = nn.Linear(16, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.max_pool2d(x, 2)
        x = self.dropout(x)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return F.log_softmax(self.fc2(x), dim=1)


def train(model, device, loader, optimizer, epoch):
    model.train()
    running = 0.0
    for batch_idx, (data, target) in enumerate(loader):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        output = model(data)
        loss = F.nll_loss(output, target)
        loss.backward()
        optimizer.step()
        running += loss.item()
        if batch_idx % 2 == 0:
            print(f"Train Epoch: {epoch} [{batch_idx * len(data)}/{len(loader.dataset)}] Loss: {loss.item():.6f}")
    return running / len(loader)


def test(model, device, loader):
    model.eval()
    test_loss, correct = 0, 0
    with torch.no_grad():
        for data, target in loader:
            data, target = data.to(device), target.to(device)
            output = model(data)
            test_loss += F.nll_loss(output, target, reduction="sum").item()
            pred = output.argmax(dim=1, keepdim=True)
            correct += pred.eq(target.view_as(pred)).sum().item()
    test_loss /= len(loader.dataset)
    print(f"Test set: Average loss: {test_loss:.4f}, Accuracy: {correct}/{len(loader.dataset)}")


def main():
    torch.manual_seed(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    images = torch.rand(40, 1, 12, 12)
    labels = torch.randint(0, 10, (40,))
    train_set, test_set = random_split(TensorDataset(images, labels), [32, 8])
    train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=8)

    model = Net().to(device)
    optimizer = optim.Adadelta(model.parameters(), lr=1.0)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    for epoch in range(1, 3):
        train(model, device, train_loader, optimizer, epoch)
        test(model, device, test_loader)
        scheduler.step()


if __name__ == "__main__":
    main()


# dcgan two optimizers

latent_dim, data_dim, batch = 8, 16, 12

generator = nn.Sequential(
    nn.Linear(latent_dim, 32),
    nn.ReLU(inplace=True),
    nn.Linear(32, data_dim),
    nn.Tanh(),
)
discriminator = nn.Sequential(
    nn.Linear(data_dim, 32),
    nn.LeakyReLU(0.2, inplace=True),
    nn.Linear(32, 1),
)


def weights_init(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight.data, 0.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


generator.apply(weights_init)
discriminator.apply(weights_init)

criterion = nn.BCEWithLogitsLoss()
opt_d = optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
opt_g = optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
fixed_noise = torch.randn(4, latent_dim)
real_label, fake_label = 1.0, 0.0

for step in range(4):
    real = torch.randn(batch, data_dim).tanh()

    # (1) update D: maximize log(D(x)) + log(1 - D(G(z)))
    discriminator.zero_grad()
    label = torch.full((batch, 1), real_label)
    errD_real = criterion(discriminator(real), label)
    errD_real.backward()
    noise = torch.randn(batch, latent_dim)
    fake = generator(noise)
    label.fill_(fake_label)
    output = discriminator(fake.detach())
    errD_fake = criterion(output, label)
    errD_fake.backward()
    D_G_z1 = output.mean().item()
    errD = errD_real + errD_fake
    opt_d.step()

    # (2) update G: maximize log(D(G(z)))
    generator.zero_grad()
    label.fill_(real_label)
    output = discriminator(fake)
    errG = criterion(output, label)
    errG.backward()
    D_G_z2 = output.mean().item()
    opt_g.step()
    print(f"[{step}] D {errD.item():.3f} G {errG.item():.3f} D(G(z)) {D_G_z1:.3f} / {D_G_z2:.3f}")

with torch.no_grad():
    samples = generator(fixed_noise).cpu()
print(samples.shape, samples.requires_grad)


# seq2seq attention

SOS_token, EOS_token, MAX_LENGTH, VOCAB = 0, 1, 6, 9


class EncoderRNN(nn.Module):
    def __init__(self, input_size, hidden_size):
        super(EncoderRNN, self).__init__()
        self.hidden_size = hidden_size
        self.embedding = nn.Embedding(input_size, hidden_size)
        self.gru = nn.GRU(hidden_size, hidden_size)

    def forward(self, input, hidden):
        embedded = self.embedding(input).view(1, 1, -1)
        output, hidden = self.gru(embedded, hidden)
        return output, hidden

    def initHidden(self):
        return torch.zeros(1, 1, self.hidden_size)


class AttnDecoderRNN(nn.Module):
    def __init__(self, hidden_size, output_size, dropout_p=0.1, max_length=MAX_LENGTH):
        super(AttnDecoderRNN, self).__init__()
        self.embedding = nn.Embedding(output_size, hidden_size)
        self.attn = nn.Linear(hidden_size * 2, max_length)
        self.attn_combine = nn.Linear(hidden_size * 2, hidden_size)
        self.dropout = nn.Dropout(dropout_p)
        self.gru = nn.GRU(hidden_size, hidden_size)
        self.out = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden, encoder_outputs):
        embedded = self.dropout(self.embedding(input).view(1, 1, -1))
        attn_weights = F.softmax(self.attn(torch.cat((embedded[0], hidden[0]), 1)), dim=1)
        attn_applied = torch.bmm(attn_weights.unsqueeze(0), encoder_outputs.unsqueeze(0))
        output = torch.cat((embedded[0], attn_applied[0]), 1)
        output = F.relu(self.attn_combine(output).unsqueeze(0))
        output, hidden = self.gru(output, hidden)
        return F.log_softmax(self.out(output[0]), dim=1), hidden, attn_weights


def train(input_tensor, target_tensor, encoder, decoder, encoder_optimizer, decoder_optimizer, criterion):
    encoder_hidden = encoder.initHidden()
    encoder_optimizer.zero_grad()
    decoder_optimizer.zero_grad()
    encoder_outputs = torch.zeros(MAX_LENGTH, encoder.hidden_size)
    loss = 0
    for ei in range(input_tensor.size(0)):
        encoder_output, encoder_hidden = encoder(input_tensor[ei], encoder_hidden)
        encoder_outputs[ei] = encoder_output[0, 0]

    decoder_input, decoder_hidden = torch.tensor([[SOS_token]]), encoder_hidden
    use_teacher_forcing = random.random() < 0.5
    for di in range(target_tensor.size(0)):
        decoder_output, decoder_hidden, _ = decoder(decoder_input, decoder_hidden, encoder_outputs)
        loss += criterion(decoder_output, target_tensor[di])
        if use_teacher_forcing:
            decoder_input = target_tensor[di]
        else:
            topv, topi = decoder_output.topk(1)
            decoder_input = topi.squeeze().detach()
            if decoder_input.item() == EOS_token:
                break
    loss.backward()
    encoder_optimizer.step()
    decoder_optimizer.step()
    return loss.item() / target_tensor.size(0)


encoder, decoder = EncoderRNN(VOCAB, 8), AttnDecoderRNN(8, VOCAB)
optimizers = [optim.SGD(m.parameters(), lr=0.01) for m in (encoder, decoder)]
pairs = [(torch.randint(2, VOCAB, (4, 1)), torch.randint(1, VOCAB, (5, 1))) for _ in range(4)]
for it, (source, target) in enumerate(pairs):
    print(it, train(source, target, encoder, decoder, *optimizers, nn.NLLLoss()))


# Proximal policy optimisation on one batch of rollouts.

@dataclass
class Config:
    obs_dim: int = 3
    act_dim: int = 1
    hidden: int = 16
    epochs: int = 3
    minibatch: int = 8
    clip: float = 0.2
    vf_coef: float = 0.5
    ent_coef: float = 0.01
    gamma: float = 0.99
    lam: float = 0.95


class ActorCritic(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.pi = nn.Sequential(nn.Linear(cfg.obs_dim, cfg.hidden), nn.Tanh(), nn.Linear(cfg.hidden, cfg.act_dim))
        self.v = nn.Sequential(nn.Linear(cfg.obs_dim, cfg.hidden), nn.Tanh(), nn.Linear(cfg.hidden, 1))
        self.log_std = nn.Parameter(-0.5 * torch.ones(cfg.act_dim))

    def dist(self, obs):
        return Normal(self.pi(obs), self.log_std.exp())

    @torch.no_grad()
    def act(self, obs):
        dist = self.dist(obs)
        action = dist.sample()
        return action, dist.log_prob(action).sum(-1), self.v(obs).squeeze(-1)


def gae(rewards, values, last_value, cfg):
    advantages = torch.zeros_like(rewards)
    running = 0.0
    for t in reversed(range(len(rewards))):
        following = last_value if t == len(rewards) - 1 else values[t + 1]
        delta = rewards[t] + cfg.gamma * following - values[t]
        running = delta + cfg.gamma * cfg.lam * running
        advantages[t] = running
    return advantages, advantages + values


cfg = Config()
ac = ActorCritic(cfg)
opt = torch.optim.Adam(ac.parameters(), lr=3e-4, eps=1e-5)

obs = torch.randn(24, cfg.obs_dim)
actions, old_logp, values = ac.act(obs)
rewards = -(actions.squeeze(-1) - obs[:, 0]).pow(2)
advantages, returns = gae(rewards, values, torch.tensor(0.0), cfg)
advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)

for epoch in range(cfg.epochs):
    order = torch.randperm(len(obs))
    for idx in order.split(cfg.minibatch):
        dist = ac.dist(obs[idx])
        logp = dist.log_prob(actions[idx]).sum(-1)
        ratio = (logp - old_logp[idx]).exp()
        clipped = ratio.clamp(1 - cfg.clip, 1 + cfg.clip) * advantages[idx]
        policy_loss = -torch.min(ratio * advantages[idx], clipped).mean()
        value_loss = (ac.v(obs[idx]).squeeze(-1) - returns[idx]).pow(2).mean()
        loss = policy_loss + cfg.vf_coef * value_loss - cfg.ent_coef * dist.entropy().mean()
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(ac.parameters(), 0.5)
        opt.step()
        with torch.no_grad():
            approx_kl = (old_logp[idx] - logp).mean().item()
    print(epoch, loss.item(), approx_kl)


# ddpm noise prediction

class GaussianDiffusion(nn.Module):
    def __init__(self, model, timesteps=20):
        super().__init__()
        self.model = model
        betas = torch.linspace(1e-4, 0.2, timesteps)
        alphas = 1.0 - betas
        alphas_cumprod = torch.cumprod(alphas, dim=0)
        self.num_timesteps = timesteps
        for name, value in {
            "betas": betas,
            "sqrt_alphas_cumprod": alphas_cumprod.sqrt(),
            "sqrt_one_minus_alphas_cumprod": (1 - alphas_cumprod).sqrt(),
            "sqrt_recip_alphas": (1.0 / alphas).sqrt(),
        }.items():
            self.register_buffer(name, value)

    @staticmethod
    def extract(a, t, shape):
        return a.gather(-1, t).reshape(t.shape[0], *((1,) * (len(shape) - 1)))

    def q_sample(self, x0, t, noise=None):
        noise = torch.randn_like(x0) if noise is None else noise
        return (
            self.extract(self.sqrt_alphas_cumprod, t, x0.shape) * x0
            + self.extract(self.sqrt_one_minus_alphas_cumprod, t, x0.shape) * noise
        )

    def forward(self, x0):
        t = torch.randint(0, self.num_timesteps, (x0.size(0),))
        noise = torch.randn_like(x0)
        return F.mse_loss(self.model(self.q_sample(x0, t, noise), t), noise)

    @torch.inference_mode()
    def sample(self, shape):
        x = torch.randn(shape)
        for i in reversed(range(self.num_timesteps)):
            t = torch.full((shape[0],), i)
            eps = self.model(x, t)
            coefficient = self.betas[i] / self.sqrt_one_minus_alphas_cumprod[i]
            x = self.sqrt_recip_alphas[i] * (x - coefficient * eps)
            if i > 0:
                x = x + self.betas[i].sqrt() * torch.randn_like(x)
        return x


class Denoiser(nn.Module):
    def __init__(self, dim=2, hidden=16):
        super().__init__()
        self.time = nn.Embedding(20, hidden)
        self.inp, self.out = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x, t):
        return self.out(F.silu(self.inp(x) + self.time(t)))


class EMA:
    def __init__(self, model, decay=0.9):
        self.shadow, self.decay = copy.deepcopy(model).requires_grad_(False), decay

    @torch.no_grad()
    def update(self, model):
        for ema, p in zip(self.shadow.parameters(), model.parameters()):
            ema.lerp_(p, 1 - self.decay)


diffusion = GaussianDiffusion(Denoiser())
ema = EMA(diffusion.model)
opt = torch.optim.Adam(diffusion.parameters(), lr=1e-3)
for step in range(4):
    loss = diffusion(torch.randn(16, 2))
    loss.backward()
    opt.step()
    opt.zero_grad()
    ema.update(diffusion.model)
    print(step, f"{loss.item():.4f}")
print(diffusion.sample((3, 2)).shape)


# nerf like rays

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


# finetune frozen backbone

class Backbone(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 6, 3, padding=1),
            nn.BatchNorm2d(6),
            nn.ReLU(inplace=True),
            nn.AdaptiveAvgPool2d(2),
        )
        self.fc = nn.Linear(24, num_classes)

    def forward(self, x):
        x = self.features(x)
        return self.fc(torch.flatten(x, 1))


def build(num_classes: int) -> nn.Module:
    model = Backbone()
    for param in model.parameters():
        param.requires_grad = False
    model.fc = nn.Linear(model.fc.in_features, num_classes)
    return model


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


model = build(3)
print("trainable:", count_trainable(model))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.01, momentum=0.9)

inputs, labels = torch.rand(8, 3, 8, 8), torch.randint(3, (8,))
for epoch in range(2):
    for phase in ["train", "val"]:
        if phase == "train":
            model.train()
        else:
            model.eval()
        optimizer.zero_grad()
        with torch.set_grad_enabled(phase == "train"):
            outputs = model(inputs)
            _, preds = torch.max(outputs, 1)
            loss = criterion(outputs, labels)
            if phase == "train":
                loss.backward()
                optimizer.step()
        running_corrects = torch.sum(preds == labels.data)
        print(phase, loss.item(), running_corrects.double().item() / 8)

# second stage: everything with a smaller rate
for param in model.parameters():
    param.requires_grad = True
optimizer = optim.SGD(
    [
        {"params": model.features.parameters(), "lr": 1e-4},
        {"params": model.fc.parameters(), "lr": 1e-3},
    ],
    lr=1e-3,
)
loss = criterion(model(inputs), labels)
optimizer.zero_grad()
loss.backward()
optimizer.step()
grads = {name: p.grad.norm().item() for name, p in model.named_parameters() if p.grad is not None}
print(sorted(grads))


# siamese contrastive

class PairDataset(Dataset):
    def __init__(self, n=40, classes=3):
        self.labels = [i % classes for i in range(n)]
        self.points = torch.stack([torch.full((5,), float(c)) + 0.2 * torch.randn(5) for c in self.labels])
        self.index = {c: [i for i, l in enumerate(self.labels) if l == c] for c in set(self.labels)}

    def __getitem__(self, i):
        if same := random.random() < 0.5:
            j = random.choice(self.index[self.labels[i]])
        else:
            other = random.choice([c for c in self.index if c != self.labels[i]])
            j = random.choice(self.index[other])
        return self.points[i], self.points[j], torch.tensor(0.0 if same else 1.0)

    def __len__(self):
        return len(self.labels)


class SiameseNetwork(nn.Module):
    def __init__(self):
        super(SiameseNetwork, self).__init__()
        self.fc = nn.Sequential(nn.Linear(5, 10), nn.ReLU(inplace=True), nn.Linear(10, 2))

    def forward_once(self, x):
        return self.fc(x)

    def forward(self, input1, input2):
        return self.forward_once(input1), self.forward_once(input2)


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=2.0):
        super(ContrastiveLoss, self).__init__()
        self.margin = margin

    def forward(self, output1, output2, label):
        distance = F.pairwise_distance(output1, output2, keepdim=True)
        return torch.mean(
            (1 - label) * torch.pow(distance, 2)
            + label * torch.pow(torch.clamp(self.margin - distance, min=0.0), 2)
        )


net = SiameseNetwork()
criterion = ContrastiveLoss()
optimizer = optim.Adam(net.parameters(), lr=5e-3)
counter, loss_history, iteration_number = [], [], 0
for epoch in range(2):
    for i, (img0, img1, label) in enumerate(DataLoader(PairDataset(), shuffle=True, batch_size=8), 0):
        optimizer.zero_grad()
        output1, output2 = net(img0, img1)
        loss_contrastive = criterion(output1, output2, label.unsqueeze(1))
        loss_contrastive.backward()
        optimizer.step()
        if i % 2 == 0:
            iteration_number += 2
            counter.append(iteration_number)
            loss_history.append(loss_contrastive.item())
print(counter[-1], loss_history[-1] < loss_history[0])

net.eval()
reference = net.forward_once(PairDataset().points[:1]).detach()
with torch.no_grad():
    others = net.forward_once(PairDataset().points[1:4])
print([round(d, 2) for d in F.pairwise_distance(reference, others).tolist()])


# vqvae straight through

class VectorQuantizer(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, commitment_cost=0.25):
        super().__init__()
        self.embedding_dim = embedding_dim
        self.num_embeddings = num_embeddings
        self.embedding = nn.Embedding(num_embeddings, embedding_dim)
        self.embedding.weight.data.uniform_(-1 / num_embeddings, 1 / num_embeddings)
        self.commitment_cost = commitment_cost

    def forward(self, inputs):
        flat_input = inputs.view(-1, self.embedding_dim)
        distances = (
            torch.sum(flat_input**2, dim=1, keepdim=True)
            + torch.sum(self.embedding.weight**2, dim=1)
            - 2 * torch.matmul(flat_input, self.embedding.weight.t())
        )
        encoding_indices = torch.argmin(distances, dim=1).unsqueeze(1)
        encodings = torch.zeros(encoding_indices.shape[0], self.num_embeddings)
        encodings.scatter_(1, encoding_indices, 1)
        quantized = torch.matmul(encodings, self.embedding.weight).view(inputs.shape)

        e_latent_loss = F.mse_loss(quantized.detach(), inputs)
        q_latent_loss = F.mse_loss(quantized, inputs.detach())
        loss = q_latent_loss + self.commitment_cost * e_latent_loss

        quantized = inputs + (quantized - inputs).detach()
        avg_probs = torch.mean(encodings, dim=0)
        perplexity = torch.exp(-torch.sum(avg_probs * torch.log(avg_probs + 1e-10)))
        return loss, quantized, perplexity, encodings


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(10, 4)
        self.vq = VectorQuantizer(8, 4)
        self.decoder = nn.Linear(4, 10)

    def forward(self, x):
        z = self.encoder(x)
        loss, quantized, perplexity, _ = self.vq(z)
        return loss, self.decoder(quantized), perplexity


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, amsgrad=False)
data_variance = torch.tensor(1.0)
for i in range(3):
    data = torch.randn(16, 10)
    optimizer.zero_grad()
    vq_loss, data_recon, perplexity = model(data)
    recon_error = F.mse_loss(data_recon, data) / data_variance
    loss = recon_error + vq_loss
    loss.backward()
    optimizer.step()
    print(i, recon_error.item(), perplexity.item())


# Bootstrap your own latent: the target network follows by an exponential moving average and is never trained.

def loss_fn(x, y):
    x = F.normalize(x, dim=-1, p=2)
    y = F.normalize(y, dim=-1, p=2)
    return 2 - 2 * (x * y).sum(dim=-1)


class EMA:
    def __init__(self, beta):
        self.beta = beta

    def update_average(self, old, new):
        if old is None:
            return new
        return old * self.beta + (1 - self.beta) * new


def update_moving_average(ema_updater, ma_model, current_model):
    for current_params, ma_params in zip(current_model.parameters(), ma_model.parameters()):
        old_weight, up_weight = ma_params.data, current_params.data
        ma_params.data = ema_updater.update_average(old_weight, up_weight)


def set_requires_grad(model, val):
    for p in model.parameters():
        p.requires_grad = val


class BYOL(nn.Module):
    def __init__(self, dim=8, hidden=16):
        super().__init__()
        self.online_encoder = nn.Sequential(nn.Linear(dim, hidden), nn.ReLU(), nn.Linear(hidden, 4))
        self.online_predictor = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 4))
        self.target_encoder = copy.deepcopy(self.online_encoder)
        set_requires_grad(self.target_encoder, False)
        self.target_ema_updater = EMA(0.99)

    def update_target(self):
        update_moving_average(self.target_ema_updater, self.target_encoder, self.online_encoder)

    def forward(self, x):
        one, two = x + 0.1 * torch.randn_like(x), x + 0.1 * torch.randn_like(x)
        pred_one = self.online_predictor(self.online_encoder(one))
        pred_two = self.online_predictor(self.online_encoder(two))
        with torch.no_grad():
            proj_one = self.target_encoder(one)
            proj_two = self.target_encoder(two)
            proj_one.detach_()
            proj_two.detach_()
        loss_one = loss_fn(pred_one, proj_two.detach())
        loss_two = loss_fn(pred_two, proj_one.detach())
        return (loss_one + loss_two).mean()


learner = BYOL()
opt = torch.optim.Adam(learner.parameters(), lr=3e-4)
for _ in range(3):
    loss = learner(torch.randn(10, 8))
    opt.zero_grad()
    loss.backward()
    opt.step()
    learner.update_target()
print(loss.item(), all(p.grad is None for p in learner.target_encoder.parameters()))


# lora adapter

class LoRALinear(nn.Module):
    """A frozen linear layer with a trainable low-rank update."""

    def __init__(self, base: nn.Linear, rank: int = 2, alpha: float = 4.0, dropout: float = 0.0):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad_(False)
        self.lora_A = nn.Parameter(torch.empty(rank, base.in_features))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.scaling = alpha / rank
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()

    def forward(self, x):
        update = F.linear(F.linear(self.dropout(x), self.lora_A), self.lora_B)
        return self.base(x) + self.scaling * update

    @torch.no_grad()
    def merge(self):
        self.base.weight += self.scaling * (self.lora_B @ self.lora_A)
        return self.base


def inject(model: nn.Module) -> nn.Module:
    for name, child in model.named_children():
        if isinstance(child, nn.Linear):
            setattr(model, name, LoRALinear(child))
        else:
            inject(child)
    return model


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 8)
        self.up = nn.Linear(8, 16)
        self.down = nn.Linear(16, 4)
        self.embed.weight.requires_grad_(False)

    def forward(self, tokens):
        h = self.embed(tokens).mean(dim=1)
        return self.down(torch.relu(self.up(h)))


model = inject(Classifier())
trainable = [p for p in model.parameters() if p.requires_grad]
assert len(trainable) == 4
optimizer = torch.optim.AdamW(trainable, lr=1e-2)
tokens, target = torch.randint(20, (6, 5)), torch.randint(4, (6,))

for step in range(5):
    logits = model(tokens)
    loss = F.cross_entropy(logits, target)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

merged = model.up.merge()
print(loss.item(), merged.weight.requires_grad, model.up.lora_A.grad is not None)


# graph convolution

class GraphConvolution(nn.Module):
    """Simple GCN layer, similar to https://arxiv.org/abs/1609.02907"""

    def __init__(self, in_features, out_features, bias=True):
        super(GraphConvolution, self).__init__()
        self.weight = Parameter(torch.FloatTensor(in_features, out_features))
        if bias:
            self.bias = Parameter(torch.FloatTensor(out_features))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1.0 / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        if self.bias is not None:
            self.bias.data.uniform_(-stdv, stdv)

    def forward(self, input, adj):
        support = torch.mm(input, self.weight)
        output = torch.spmm(adj, support)
        if self.bias is not None:
            return output + self.bias
        else:
            return output

    def __repr__(self):
        return self.__class__.__name__


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super(GCN, self).__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass, bias=False)
        self.dropout = dropout

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        x = self.gc2(x, adj)
        return F.log_softmax(x, dim=1)


def normalized_adjacency(edges, n):
    a = torch.eye(n)
    for u, v in edges:
        a[u, v] = a[v, u] = 1.0
    d = a.sum(1).rsqrt().diag()
    return (d @ a @ d).to_sparse()


n = 10
adj = normalized_adjacency([(i, (i * 3 + 1) % n) for i in range(n)], n)
features, labels = torch.rand(n, 5), torch.randint(3, (n,))
idx_train, idx_val = torch.arange(6), torch.arange(6, n)
model = GCN(nfeat=5, nhid=8, nclass=3, dropout=0.5)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)


def accuracy(output, labels):
    preds = output.max(1)[1].type_as(labels)
    return preds.eq(labels).double().sum() / len(labels)


for epoch in range(3):
    model.train()
    optimizer.zero_grad()
    output = model(features, adj)
    loss_train = F.nll_loss(output[idx_train], labels[idx_train])
    loss_train.backward()
    optimizer.step()
    model.eval()
    output = model(features, adj)
    loss_val = F.nll_loss(output[idx_val], labels[idx_val])
    print(epoch, loss_train.item(), loss_val.item(), accuracy(output[idx_val], labels[idx_val]).item())


# wgan gp penalty

class Critic(nn.Module):
    def __init__(self, dim: int, hidden: int = 24) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(dim, hidden), nn.LeakyReLU(0.2), nn.Linear(hidden, hidden), nn.LeakyReLU(0.2))
        self.out = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.out(self.body(x)).squeeze(-1)


def gradient_penalty(critic, real, fake, weight=10.0):
    alpha = th.rand(real.size(0), 1)
    mixed = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    score = critic(mixed)
    gradients = grad(
        outputs=score,
        inputs=mixed,
        grad_outputs=th.ones_like(score),
        create_graph=True,
        retain_graph=True,
    )[0]
    norms = gradients.view(gradients.size(0), -1).norm(2, dim=1)
    return weight * ((norms - 1) ** 2).mean()


G = nn.Sequential(nn.Linear(4, 24), nn.ReLU(), nn.Linear(24, 6))
D = Critic(6)
d_opt = th.optim.RMSprop(D.parameters(), lr=5e-4)
g_opt = th.optim.RMSprop(G.parameters(), lr=5e-4)
n_critic = 3

for it in range(2):
    for _ in range(n_critic):
        real = th.randn(10, 6) + 2
        with th.no_grad():
            fake = G(th.randn(10, 4))
        d_loss = D(fake).mean() - D(real).mean() + gradient_penalty(D, real, fake)
        d_opt.zero_grad()
        d_loss.backward()
        d_opt.step()

    for p in D.parameters():
        p.requires_grad_(False)
    g_loss = -D(G(th.randn(10, 4))).mean()
    g_opt.zero_grad()
    g_loss.backward()
    g_opt.step()
    for p in D.parameters():
        p.requires_grad_(True)

    print(it, float(d_loss), float(g_loss))


# skipgram negative sampling

corpus = ("we are about to study the idea of a computational process " * 2).split()
vocab = sorted(set(corpus))
word_to_ix = {w: i for i, w in enumerate(vocab)}
counts = collections.Counter(corpus)
freq = torch.tensor([counts[w] for w in vocab], dtype=torch.float).pow(0.75)


class SkipGram(nn.Module):
    def __init__(self, vocab_size, dim):
        super().__init__()
        self.center = nn.Embedding(vocab_size, dim, sparse=True)
        self.context = nn.Embedding(vocab_size, dim, sparse=True)
        nn.init.uniform_(self.center.weight, -0.5 / dim, 0.5 / dim)
        self.context.weight.data.zero_()

    def forward(self, center, context, negatives):
        v = self.center(center)
        positive = F.logsigmoid((v * self.context(context)).sum(-1))
        negative = F.logsigmoid(-torch.bmm(self.context(negatives), v.unsqueeze(2)).squeeze(2)).sum(-1)
        return -(positive + negative).mean()


def pairs(tokens, window=2):
    for i, w in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if i != j:
                yield word_to_ix[w], word_to_ix[tokens[j]]


model = SkipGram(len(vocab), 6)
optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=1e-2)
data = list(pairs(corpus))
random.Random(0).shuffle(data)
for start in range(0, 48, 16):
    center, context = torch.tensor(data[start : start + 16]).t()
    negatives = torch.multinomial(freq, 16 * 3, replacement=True).view(16, 3)
    loss = model(center, context, negatives)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(start, loss.item(), model.center.weight.grad.is_sparse)

# matrix factorisation with biases, on a small table of ratings
users, items, ratings = torch.randint(6, (30,)), torch.randint(5, (30,)), torch.rand(30) * 4 + 1


class MatrixFactorization(nn.Module):
    def __init__(self, n_users, n_items, n_factors=3):
        super().__init__()
        self.user_factors, self.item_factors = nn.Embedding(n_users, n_factors), nn.Embedding(n_items, n_factors)
        self.user_bias, self.item_bias = nn.Embedding(n_users, 1), nn.Embedding(n_items, 1)
        self.mu = nn.Parameter(torch.zeros(()))

    def forward(self, user, item):
        dot = (self.user_factors(user) * self.item_factors(item)).sum(1)
        return self.mu + dot + self.user_bias(user).squeeze() + self.item_bias(item).squeeze()


mf = MatrixFactorization(6, 5)
optimizer = torch.optim.SGD(mf.parameters(), lr=0.05, weight_decay=1e-3)
for epoch in range(3):
    optimizer.zero_grad()
    loss = F.mse_loss(mf(users, items), ratings)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item(), mf.mu.item())

with torch.no_grad():
    vectors = F.normalize(model.center.weight, dim=1)
    nearest = (vectors @ vectors[word_to_ix["study"]]).topk(3).indices
print([vocab[i] for i in nearest])


# simclr nt xent

class NTXent(nn.Module):
    def __init__(self, temperature: float = 0.5):
        super().__init__()
        self.temperature = temperature

    def forward(self, z_i: th.Tensor, z_j: th.Tensor) -> th.Tensor:
        n = z_i.shape[0]
        z = F.normalize(th.cat((z_i, z_j), dim=0), dim=1)
        sim = th.einsum("id,jd->ij", z, z) / self.temperature
        sim = sim.masked_fill(th.eye(2 * n, dtype=th.bool), float("-inf"))
        targets = th.cat([th.arange(n, 2 * n), th.arange(n)])
        return F.cross_entropy(sim, targets)


def augment(x, strength=0.2):
    noise = th.randn_like(x) * strength
    drop = th.rand_like(x) > 0.1
    return (x + noise) * drop


encoder = nn.Sequential(nn.Linear(12, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Linear(24, 8))
projector = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 4))
model = nn.Sequential(encoder, projector)
optimizer = th.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
scheduler = th.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=5)
criterion = NTXent(temperature=0.2)

x = th.randn(64, 12)
for epoch in range(2):
    for batch in x.chunk(4):
        loss = criterion(model(augment(batch)), model(augment(batch)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scheduler.step()
    print(epoch, loss.item(), scheduler.get_last_lr()[0])

# linear probe: the encoder stays as it is
encoder.eval()
with th.no_grad():
    features = encoder(x)
probe = nn.Linear(8, 2)
labels = (x[:, 0] > 0).long()
probe_optimizer = th.optim.Adam(probe.parameters(), lr=1e-2)
for _ in range(5):
    probe_optimizer.zero_grad()
    probe_loss = F.cross_entropy(probe(features), labels)
    probe_loss.backward()
    probe_optimizer.step()
print("probe", probe_loss.item())


# realnvp flow

class RealNVP(nn.Module):
    def __init__(self, nets, nett, mask, prior):
        super(RealNVP, self).__init__()
        self.prior = prior
        self.mask = nn.Parameter(mask, requires_grad=False)
        self.t = torch.nn.ModuleList([nett() for _ in range(len(mask))])
        self.s = torch.nn.ModuleList([nets() for _ in range(len(mask))])

    def g(self, z):
        x = z
        for i in range(len(self.t)):
            x_ = x * self.mask[i]
            s = self.s[i](x_) * (1 - self.mask[i])
            t = self.t[i](x_) * (1 - self.mask[i])
            x = x_ + (1 - self.mask[i]) * (x * torch.exp(s) + t)
        return x

    def f(self, x):
        log_det_J, z = x.new_zeros(x.shape[0]), x
        for i in reversed(range(len(self.t))):
            z_ = self.mask[i] * z
            s = self.s[i](z_) * (1 - self.mask[i])
            t = self.t[i](z_) * (1 - self.mask[i])
            z = (1 - self.mask[i]) * (z - t) * torch.exp(-s) + z_
            log_det_J -= s.sum(dim=1)
        return z, log_det_J

    def log_prob(self, x):
        z, logp = self.f(x)
        return self.prior.log_prob(z) + logp

    def sample(self, batchSize):
        z = self.prior.sample((batchSize, 1))
        return self.g(z)


nets = lambda: nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(), nn.Linear(16, 2), nn.Tanh())
nett = lambda: nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(), nn.Linear(16, 2))
masks = torch.from_numpy(np.array([[0, 1], [1, 0]] * 2).astype(np.float32))
prior = distributions.MultivariateNormal(torch.zeros(2), torch.eye(2))
flow = RealNVP(nets, nett, masks, prior)

optimizer = torch.optim.Adam([p for p in flow.parameters() if p.requires_grad == True], lr=1e-3)
rng = np.random.RandomState(0)
for t in range(3):
    angle = rng.uniform(0, 2 * np.pi, 50)
    circle = np.stack([np.cos(angle), np.sin(angle)], 1).astype(np.float32)
    loss = -flow.log_prob(torch.from_numpy(circle)).mean()
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    optimizer.step()
    print("iter %s:" % t, "loss = %.3f" % loss)

samples = flow.sample(5).detach().numpy()
print(samples.shape, flow.mask.requires_grad)
