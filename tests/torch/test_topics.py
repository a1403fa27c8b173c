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


AGAIN = {
    "GAN with detach": ("cyclegan_buffers", r"fake\.detach\(\)"),
    "target network": ("dqn_soft_update", r"target_net"),
    "exponential moving average": ("ema_of_state_dict", r"ModelEMA"),
    "BYOL": ("byol_made_when_called", r"singleton"),
    "VQ-VAE": ("vqvae_codebook_replaced", r"nn\.Parameter\(self\._ema_w"),
    "VQ-VAE with a codebook written in place": ("vqvae_codebook_averaged", r"no_grad"),
    "straight-through estimator": ("bnn_ste_function", r"BinarizeF"),
    "straight-through draws": ("dreamer_onehot_st", r"probs - probs\.detach\(\)"),
    "REINFORCE with baseline": ("actor_critic_saved_actions", r"value\.item\(\)"),
    "PPO": ("ppo_one_file", r"clip_coef"),
    "SAC": ("sac_one_file", r"rsample"),
    "WGAN with clamped weights": ("wgan_clip_gp_class", r"clamp_"),
    "MAML": ("maml_parameter_dict", r"create_graph"),
    "checkpointing": ("reversible_checkpoint_fn", r"checkpoint_sequential"),
    "automatic mixed precision and accumulation": ("amp_ddp_accumulate", r"unscale_"),
    "Grad-CAM": ("gradcam_class_hooks", r"register_hook"),
    "style transfer": ("style_transfer_loss_layers", r"add_module"),
    "PINN": ("pinn_burgers_lbfgs", r"create_graph=True"),
    "distillation": ("distillation_stored_outputs", r"teacher_outputs"),
    "self-distillation": ("dino_centred_teacher", r"center"),
    "contrastive memory bank": ("moco_shuffled_keys", r"queue"),
    "mixup, early stopping, ensembles": ("mixup_cutmix_trainer", r"EarlyStopping"),
    "hypernetwork": ("hypernet_cifar", r"HyperNetwork"),
    "normalising flow": ("nflows_glow_class", r"log_det"),
    "diffusion": ("ddpm_unet", r"q_sample"),
    "quantisation-aware training": ("qat_lsq", r"round_pass"),
    "custom Function": ("neural_ode_adjoint", r"ODEAdjoint"),
    "deepcopied targets": ("td3_agent", r"deepcopy"),
    "hooks": ("deq_fixed_point", r"register_hook"),
    "gradients combined by hand": ("pcgrad_gradnorm", r"p\.grad = "),
    "adversarial examples": ("vat_semi_supervised", r"d\.grad"),
    "two steps in one": ("sam_optimizer", r"first_step"),
    "GAN with regularisers now and then": ("stylegan2_regs", r"g_path_regularize"),
    "manual optimization": ("lightning_manual_gan", r"manual_backward"),
}
"""The same in another style, as people write it in repositories."""


ALL = [*TOPICS.items(), *AGAIN.items()]


@pytest.mark.parametrize("program", [found for _, found in ALL], ids=[topic for topic, _ in ALL])
def test_a_correct_program_is_about_it(program: tuple[str, str]) -> None:
    name, feature = program
    source = (CORPUS / f"{name}.py").read_text(encoding="utf-8")
    assert promise(source).correct
    assert re.search(feature, source), f"{name}.py has no {feature}"


def test_there_are_at_least_forty() -> None:
    assert len(TOPICS) >= 40
    assert len({name for name, _ in TOPICS.values()}) >= 40
    assert len({name for name, _ in AGAIN.values()}) >= 20
