"""Correct programs for every kind of training that looks like a fault and is none; the differential tests prove that they are silent."""

from __future__ import annotations

import re

import pytest
from programs import CORPUS, promise

TOPICS = {
    "GAN with detach": ("dcgan_two_optimizers", r"\.detach\(\)"),
    "target network": ("dqn_target_network", r"target"),
    "double DQN with a deepcopied target": ("dqn_agent_double", r"deepcopy"),
    "exponential moving average": ("averaged_weights", r"Averaged|ema|EMA"),
    "frozen backbone": ("finetune_frozen_backbone", r"requires_grad"),
    "BYOL": ("byol_momentum_target", r"detach|no_grad"),
    "VQ-VAE": ("vqvae_straight_through", r"detach"),
    "straight-through estimator": ("straight_through_binary_net", r"sign"),
    "REINFORCE with baseline": ("reinforce_with_baseline", r"baseline"),
    "PPO": ("ppo_clipped_surrogate", r"clamp|clip"),
    "SAC": ("sac_with_temperature", r"rsample"),
    "WGAN with clamped weights": ("wgan_weight_clipping", r"clamp_"),
    "gradient penalty": ("wgan_gp_penalty", r"create_graph=True"),
    "MAML": ("maml_sinusoid", r"create_graph"),
    "LBFGS with a closure": ("lbfgs_rosenbrock", r"LBFGS"),
    "checkpointing": ("checkpointed_blocks", r"checkpoint"),
    "automatic mixed precision": ("amp_on_cpu", r"autocast"),
    "gradient accumulation": ("gradient_accumulation_early_stop", r"accum"),
    "metrics in numpy": ("numpy_metrics_and_plots", r"\.numpy\(\)"),
    "Grad-CAM with retain_grad": ("gradcam_retained", r"retain_grad"),
    "style transfer": ("neural_style_transfer", r"requires_grad"),
    "PINN": ("pinn_heat_equation", r"create_graph=True"),
    "linear probes": ("linear_probes", r"\.detach\(\)"),
    "distillation": ("knowledge_distillation", r"teacher"),
    "DDP wrapper": ("ddp_training_script", r"DistributedDataParallel"),
    "weight initialisation": ("careful_weight_init", r"nn\.init\."),
    "weight norm": ("weight_norm_wavenet", r"weight_norm"),
    "hooks": ("feature_hooks", r"register_\w*hook"),
    "custom Function": ("custom_autograd_functions", r"import Function"),
    "buffers": ("running_statistics_layer", r"register_buffer"),
    "scheduler": ("mnist_style_classifier", r"lr_scheduler"),
    "early stopping": ("gradient_accumulation_early_stop", r"break|best"),
    "quantisation-aware training": ("quantization_aware_training", r"round\(\)"),
    "contrastive memory bank": ("moco_queue", r"queue"),
    "mixup": ("mixup_star_args", r"mix"),
    "curriculum": ("curriculum_by_length", r"Curriculum"),
    "ensembles": ("deep_ensemble_stacking", r"stack"),
    "hypernetwork": ("hypernetwork_weights", r"weight"),
    "normalising flow": ("realnvp_flow", r"log_det|logdet|log_jac"),
    "diffusion": ("ddpm_noise_prediction", r"noise"),
    "RNN with truncated backpropagation": ("char_rnn_tbptt", r"detach"),
    "Gumbel softmax": ("gumbel_softmax_codes", r"gumbel_softmax"),
    "adversarial examples": ("pgd_attack", r"\.grad"),
    "variational autoencoder": ("vae_reparameterized", r"kl|KL"),
}
"""By topic the program of the corpus, and what it certainly has if it is about that topic."""


@pytest.mark.parametrize("topic", TOPICS)
def test_a_correct_program_is_about_it(topic: str) -> None:
    name, feature = TOPICS[topic]
    source = (CORPUS / f"{name}.py").read_text(encoding="utf-8")
    assert promise(source).correct
    assert re.search(feature, source), f"{name}.py has no {feature}"


def test_there_are_at_least_forty() -> None:
    assert len(TOPICS) >= 40
    assert len({name for name, _ in TOPICS.values()}) >= 40
