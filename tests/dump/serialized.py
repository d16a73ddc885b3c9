#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# serialized.py FOLDER: protobuf bytes of the resources in cds*.json, eds*.json, lds*.json and rds*.json, serialized with
# Envoy's own messages (the package envoy-data-plane), as {"cds": N, …}.
import glob
import importlib
import json
import sys

messages = {"cds": ("config.cluster.v3", "Cluster"), "eds": ("config.endpoint.v3", "ClusterLoadAssignment"),
            "lds": ("config.listener.v3", "Listener"), "rds": ("config.route.v3", "RouteConfiguration")}


def load_extensions():  # what an Any holds has to be known
    for name in ("extensions.filters.network.http_connection_manager.v3", "extensions.filters.http.router.v3"):
        importlib.import_module("envoy_data_plane.envoy." + name)


load_extensions()
sizes = {}
for kind, (package, name) in messages.items():
    message = getattr(importlib.import_module("envoy_data_plane.envoy." + package), name)
    resources = []
    for path in glob.glob(f"{sys.argv[1]}/{kind}*.json"):
        with open(path, encoding="utf-8") as file:
            resources += json.load(file)["resources"]
    sizes[kind] = sum(len(bytes(message.from_dict({k: v for k, v in r.items() if k != "@type"}))) for r in resources)
print(json.dumps(sizes))
