"""Which names of well-known libraries are modules with trained parameters, and what calling those gives."""

from __future__ import annotations

import re

_MODULES = """
    torchvision.models.* torchaudio.models.* timm.create_model timm.models.create_model timm.models.*
    transformers.*Model transformers.*For* transformers.*LMHead* transformers.*.from_pretrained transformers.*.from_config
    segmentation_models_pytorch.* efficientnet_pytorch.EfficientNet.* vit_pytorch.* open_clip.create_model
    sentence_transformers.SentenceTransformer diffusers.*Model* diffusers.Autoencoder* monai.networks.nets.*
    torch_geometric.nn.*Conv torch_geometric.nn.models.* pretrainedmodels.* resnest.torch.* x_transformers.*
"""
_NOT_MODULES = """
    torchvision.models.*_Weights torchvision.models.*_Weights.* torchvision.models.*Weights torchvision.models.*get_*
    torchvision.models.*list_models timm.models.*resolve* timm.models.*list_*
    transformers.*Token* transformers.*Config* transformers.*Processor* transformers.*Extractor* transformers.*Trainer*
    transformers.*Arguments* transformers.*Output* transformers.*Collator* transformers.*Generation*
    segmentation_models_pytorch.losses.* segmentation_models_pytorch.utils.* segmentation_models_pytorch.metrics.*
    segmentation_models_pytorch.encoders.get_* diffusers.*Output*
"""
_TENSORS = """
    torchvision.models.alexnet torchvision.models.vgg* torchvision.models.resnet* torchvision.models.resnext*
    torchvision.models.wide_resnet* torchvision.models.densenet* torchvision.models.mobilenet* torchvision.models.mnasnet*
    torchvision.models.efficientnet* torchvision.models.regnet* torchvision.models.vit* torchvision.models.swin*
    torchvision.models.convnext* torchvision.models.squeezenet* torchvision.models.shufflenet* torchvision.models.video.*
    torchvision.models.maxvit* timm.create_model efficientnet_pytorch.* vit_pytorch.ViT segmentation_models_pytorch.*
"""
MODULES, NOT_MODULES, TENSORS = (
    re.compile("|".join(re.escape(pattern).replace(r"\*", ".*") for pattern in text.split()))
    for text in (_MODULES, _NOT_MODULES, _TENSORS)
)
"""Patterns of what makes modules, of names that these match too but that make none, and of modules that give one tensor."""
HEADS = ("fc", "classifier", "head", "heads", "score", "lm_head", "classification_head", "last_linear", "output_layer")
"""Attributes that hold the last layers of a module; what is put there is used."""
FIELDS = ("loss", "logits", "last_hidden_state", "pooler_output", "prediction_logits", "image_embeds", "text_embeds")
"""Attributes of a module's output that are tensors."""
MAKERS = ("from_pretrained", "from_config", "create_model", "build_model", "get_model", "load_model", "build_backbone")
CLASS = re.compile(r"_?[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")
OTHER = re.compile(
    r".*(Config|Tokenizer|Datasets?|DataModule|Loader|Logger|Callback|Arg|Argument|Parser|Error|Exception|Path|Writer|Env|"
    r"Sampler|Enum|Type|Warning|Setting|Option|Param|Timer|Meter|Buffer|Memory|Client|Server|Sequential|Transform|Trainer|"
    r"Processor|Accelerator|Scheduler|Scaler|Optimizer|Space|Box|Discrete|Table|Image|Figure|Store|Cache|Registry|Collator|"
    r"Output|Batch|Data|Graph|Context|Manager|State|Info|Metadata|Spec)s?"
)
"""Class names that say that they are no modules."""


def makes_module(name: str) -> bool:
    """Whether a library function or class of this name makes a module."""
    return MODULES.fullmatch(name) is not None and NOT_MODULES.fullmatch(name) is None


def gives_tensor(name: str) -> bool:
    """Whether calling a module that was made under this name gives one tensor."""
    return TENSORS.fullmatch(name) is not None and not any(
        word in name for word in ("segmentation.", "detection.", "optical_flow.")
    )


def may_make_module(name: str) -> bool:
    """Whether a name that nothing is known of looks like a class of modules, or like a function that makes one."""
    owner, _, last = name.rpartition(".")
    if NOT_MODULES.fullmatch(name):
        return False
    if last in MAKERS:
        return OTHER.fullmatch(owner.rpartition(".")[2]) is None
    return CLASS.fullmatch(last) is not None and OTHER.fullmatch(last) is None
