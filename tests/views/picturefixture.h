// SPDX-License-Identifier: Apache-2.0
// A small Picture made by hand: what views show must not depend on how a cluster was read.
#pragma once

#include "engine/picture.h"

#include <memory>

namespace plimsoll::test {

inline knative::RevisionState revision(const std::string& ns, const std::string& service, int number) {
    knative::RevisionState r;
    r.ns = ns;
    r.service = service;
    r.configuration = service;
    r.route = service;
    const auto digits = std::to_string(number);
    r.name = service + "-" + std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits;
    r.created = 1'700'000'000 + number;
    r.routingState = "reserve";
    r.publicService = r.name;
    r.privateService = r.name + "-private";
    r.hideable = true;
    r.envoyClusters = 7;
    return r;
}

/// Of service shop/cart: 1 hidden, 2 in reserve, 3 routed with 100 %; of media/film: 1 hidden although routed
/// (ALARM).
inline std::shared_ptr<engine::Picture> smallPicture() {
    auto picture = std::make_shared<engine::Picture>();
    picture->generation = 1;
    picture->complete = true;
    picture->source.name = "prod-eu-1";
    picture->source.server = "https://10.0.0.1:6443";
    picture->source.writable = true;
    for (auto& kind : picture->kinds) {
        kind.state = cluster::KindStatus::State::Live;
    }
    picture->namespaces = {"media", "shop"};
    auto film = revision("media", "film", 1);
    film.routed = true;
    film.percent = 100;
    film.routingState = "active";
    film.hideable = false;
    film.alarm = true;
    film.alarmReason =
        "Route film sends 100 % here; gateways have no Envoy cluster for it: requests get 503.";
    film.visibility = knative::Visibility::Hidden;
    film.publicExportTo = "~";
    film.privateExportTo = "~";
    film.witnesses.push_back({"Route", "media", "film", "status.traffic[0]", 100, {}});
    auto hidden = revision("shop", "cart", 1);
    hidden.visibility = knative::Visibility::Hidden;
    hidden.publicExportTo = "~";
    hidden.privateExportTo = "~";
    auto reserve = revision("shop", "cart", 2);
    auto routed = revision("shop", "cart", 3);
    routed.routed = true;
    routed.percent = 100;
    routed.replicas = 2;
    routed.routingState = "active";
    routed.hideable = false;
    routed.reasons = {"Route cart sends 100 % to it."};
    picture->revisions.edit() = {film, hidden, reserve, routed};
    picture->alarms = 1;
    return picture;
}

inline mesh::ProxyWeight proxy(const std::string& ns, const std::string& name, const std::string& scope,
                               int clusters, std::int64_t cds, std::int64_t reserve) {
    mesh::ProxyWeight p;
    p.ns = ns;
    p.name = name;
    p.workload = name;
    p.scope = scope;
    p.load.envoyClusters = clusters;
    p.load.bytes.cds = cds;
    p.reserveBytes = reserve;
    return p;
}

} // namespace plimsoll::test
