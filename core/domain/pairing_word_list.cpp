// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing_word_list.h"

namespace keg {

const std::array<const char *, 256> PairingWordList{
    "acorn",   "alarm",   "album",   "amber",   "anchor",  "angel",   "apple",   "apron",
    "arrow",   "atlas",   "autumn",  "avocado", "bacon",   "badge",   "bagel",   "bakery",
    "balcony", "bamboo",  "banjo",   "barley",  "basil",   "beach",   "beetle",  "berry",
    "bicycle", "bison",   "blanket", "blossom", "bonfire", "bottle",  "boulder", "bridge",
    "bronze",  "bucket",  "buffalo", "butter",  "cabin",   "cactus",  "camel",   "candle",
    "carpet",  "cashew",  "cave",    "cedar",   "chapel",  "cherry",  "chimney", "cider",
    "cinema",  "circus",  "cloud",   "cobalt",  "coconut", "comet",   "copper",  "coral",
    "cotton",  "coyote",  "crayon",  "cricket", "crystal", "cupcake", "curtain", "daisy",
    "desert",  "diamond", "dolphin", "domino",  "donkey",  "dragon",  "drum",    "dune",
    "eagle",   "easel",   "echo",    "eclipse", "elbow",   "emerald", "engine",  "fabric",
    "feather", "fern",    "fiddle",  "fjord",   "flute",   "forest",  "fossil",  "fudge",
    "galaxy",  "garden",  "gecko",   "ginger",  "giraffe", "glacier", "granite", "guitar",
    "hammer",  "harbor",  "hazel",   "helmet",  "hermit",  "honey",   "horizon", "hotel",
    "husky",   "igloo",   "iguana",  "insect",  "island",  "ivory",   "jaguar",  "jasmine",
    "jelly",   "jigsaw",  "jockey",  "jungle",  "kayak",   "kettle",  "kiosk",   "kitten",
    "koala",   "ladder",  "lagoon",  "lake",    "lantern", "laurel",  "lemon",   "leopard",
    "lettuce", "library", "lily",    "lizard",  "lobster", "locket",  "lotus",   "lumber",
    "magnet",  "malt",    "mango",   "maple",   "marble",  "meadow",  "mermaid", "meteor",
    "mirror",  "moon",    "muffin",  "museum",  "napkin",  "nectar",  "needle",  "nickel",
    "noodle",  "nutmeg",  "oasis",   "ocean",   "octopus", "olive",   "onion",   "opera",
    "orange",  "orchid",  "ostrich", "otter",   "oyster",  "paddle",  "palace",  "panda",
    "papaya",  "parrot",  "pasta",   "pebble",  "pelican", "pencil",  "pepper",  "piano",
    "pickle",  "pigeon",  "pillow",  "pirate",  "planet",  "plum",    "polar",   "pony",
    "popcorn", "prairie", "pretzel", "pumpkin", "puzzle",  "pyramid", "quail",   "quilt",
    "rabbit",  "raft",    "rainbow", "raven",   "ribbon",  "river",   "robin",   "rooster",
    "rubber",  "sailor",  "salmon",  "sandal",  "satin",   "scarf",   "seagull", "shadow",
    "shell",   "silver",  "skate",   "smoke",   "snail",   "soccer",  "spider",  "spoon",
    "spruce",  "stone",   "sugar",   "swamp",   "teapot",  "temple",  "tennis",  "thunder",
    "tiger",   "timber",  "toast",   "topaz",   "tower",   "tractor", "trumpet", "tulip",
    "tundra",  "turtle",  "twig",    "unicorn", "vacuum",  "valley",  "vanilla", "velvet",
    "village", "violet",  "volcano", "waffle",  "wagon",   "wallet",  "wheat",   "whistle",
    "window",  "wombat",  "yacht",   "yellow",  "yogurt",  "zebra",   "zigzag",  "zodiac",
};

} // namespace keg
