"""Supervised, adversarial and contrastive training in one file."""

import random

from torch import nn
from torch import nn, optim
from torch import optim
from torch.autograd import grad
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split
import torch
import torch as th
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


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
