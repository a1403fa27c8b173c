# finds: GS602 at 24
# torch: raises RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation
# fixed: moves encoder, decoder, disc
import torch
import torch.nn as nn

encoder = nn.Sequential(nn.Linear(6, 8), nn.Tanh())
decoder = nn.Linear(8, 6)
disc = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1))
opt_ae = torch.optim.Adam(list(encoder.parameters()) + list(decoder.parameters()), lr=1e-3)
opt_d = torch.optim.Adam(disc.parameters(), lr=1e-3)
bce = nn.BCEWithLogitsLoss()

for it in range(3):
    x = torch.rand(10, 6)
    z = encoder(x)
    recon = nn.functional.mse_loss(decoder(z), x)
    adv = bce(disc(z), torch.ones(10, 1))

    prior = torch.randn(10, 8)
    d_loss = bce(disc(prior), torch.ones(10, 1)) + bce(disc(z.detach()), torch.zeros(10, 1))
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    loss = recon + 0.1 * adv
    opt_ae.zero_grad()
    loss.backward()
    opt_ae.step()
    print(it, recon.item(), d_loss.item())
