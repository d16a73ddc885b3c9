// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/cases.h"
#include "cluster/demo/fixed.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <set>

namespace plimsoll::cluster::demo {
namespace {

constexpr quint32 seed = 20261101;
constexpr std::uint64_t firstResourceVersion = 600'000; // objects as generated have smaller ones
constexpr int usualServices = 40;
constexpr int mostRevisions = 21; // config-gc keeps 20 that are not active

constexpr std::array<std::string_view, 6> areas{"shop", "payments", "media", "internal", "search", "batch"};
constexpr std::array<std::string_view, 11> places{"",    "-eu",   "-us",  "-asia",    "-latam",  "-stage",
                                                  "-qa", "-demo", "-b2b", "-partner", "-preview"};
constexpr std::array<std::array<std::string_view, 10>, 6> trades{{
    {"storefront", "wishlist", "pricing", "stock", "reviews", "vouchers", "returns", "gift-cards",
     "basket-mail", "bundles"},
    {"invoices", "refunds", "payouts", "tax", "card-vault", "dunning", "exchange-rates", "receipts", "limits",
     "terminals"},
    {"gallery", "captions", "avatars", "watermark", "live-stream", "playlists", "covers", "subtitles",
     "uploads", "clips"},
    {"notifier", "audit", "feature-flags", "sessions", "mailer", "directory", "schedules", "webhooks",
     "exports", "tickets"},
    {"ranking", "indexer", "synonyms", "facets", "spellcheck", "trending", "similar-items", "autocomplete",
     "geo", "history"},
    {"stock-sync", "price-import", "feed-export", "archive", "cleanup", "sitemap", "usage-rollup", "reindex",
     "ledger-close", "newsletters"},
}};

struct Plan {
    std::string ns;
    std::string name;
    int revisions = 1;
    const Case* arranged = nullptr;
};

int serviceCount(int revisions) {
    if (revisions < usualServices * 5) {
        return std::clamp(revisions / 5, 1, usualServices);
    }
    return std::max(usualServices, revisions / 8);
}

/// The n-th plain service: over areas first, then over trades, then over places.
Plan plainService(int n) {
    const auto areaCount = static_cast<int>(areas.size());
    const auto tradeCount = static_cast<int>(trades.front().size());
    const int area = n % areaCount;
    const int trade = n / areaCount % tradeCount;
    const int place = n / areaCount / tradeCount;
    std::string ns(areas.at(static_cast<std::size_t>(area)));
    const auto placeCount = static_cast<int>(places.size());
    ns += places.at(static_cast<std::size_t>(place % placeCount));
    if (place >= placeCount) {
        ns += '-' + std::to_string(place / placeCount + 1);
    }
    return {ns, std::string(trades.at(static_cast<std::size_t>(area)).at(static_cast<std::size_t>(trade))), 1,
            nullptr};
}

std::vector<Plan> planServices(int revisions, QRandomGenerator& random) {
    std::vector<Plan> plans;
    const int wanted = serviceCount(revisions);
    int left = revisions;
    for (const Case& arranged : cases()) {
        const int others = std::max(0, wanted - static_cast<int>(plans.size()) - 1);
        if (static_cast<int>(plans.size()) < wanted && arranged.revisions + std::min(others, left) <= left) {
            plans.push_back(
                {std::string(arranged.ns), std::string(arranged.name), arranged.revisions, &arranged});
            left -= arranged.revisions;
        }
    }
    std::vector<std::size_t> growing;
    for (int n = 0; static_cast<int>(plans.size()) < wanted && left > 0; ++n, --left) {
        growing.push_back(plans.size());
        plans.push_back(plainService(n));
    }
    if (growing.empty() && left > 0) { // an estate too small for a plain service beside its cases
        growing.push_back(plans.size());
        plans.push_back(plainService(0));
        --left;
    }
    while (left > 0) {
        Plan& plan =
            plans[growing[static_cast<std::size_t>(random.bounded(static_cast<int>(growing.size())))]];
        if (plan.revisions < mostRevisions || revisions < usualServices) {
            ++plan.revisions;
            --left;
        }
    }
    return plans;
}

DemoService makeService(Estate& estate, const Plan& plan, QRandomGenerator& random) {
    DemoService service;
    service.ns = plan.ns;
    service.name = plan.name;
    service.latestReady = plan.revisions;
    service.generation = plan.revisions;
    service.spec = {{0, 100, {}, true}};
    const UnixSeconds spacing = 3600LL * (6 + random.bounded(60));
    for (int number = 1; number <= plan.revisions; ++number) {
        DemoRevision revision;
        revision.number = number;
        revision.serial = estate.nextRevision++;
        revision.created = estate.clock - spacing * (plan.revisions - number + 1) + random.bounded(1800);
        revision.settled = revision.created + 90;
        revision.routingChanged = revision.created + (number == plan.revisions ? 2 : spacing);
        revision.activators = 2 + random.bounded(3);
        service.revisions.push_back(std::move(revision));
    }
    service.created = service.revisions.front().created - 1;
    service.routeChanged = service.revisions.back().created + 30;
    return service;
}

/// A service without a case: the latest revision has everything, or shares it with the one before.
void arrangePlainly(Estate& estate, DemoService& service, int n, QRandomGenerator& random) {
    if (n % 5 == 1 && service.revisions.size() > 1) {
        const int percent = 10 * (1 + random.bounded(8));
        service.spec = {{service.latestReady, percent, {}, false},
                        {service.latestReady - 1, 100 - percent, {}, false}};
    } else if (n % 7 == 3 && service.revisions.size() > 1) {
        service.spec.push_back({service.latestReady - 1, 0, "previous", false});
    }
    service.h2c = n % 11 == 5;
    service.clusterLocal = service.ns.starts_with("internal") || n % 9 == 4;
    service.burstCapacity = n % 13 == 6 ? "0" : "";
    for (const Target& target : statusTraffic(service)) {
        DemoRevision* revision = findRevision(service, target.number);
        revision->active = true;
        const bool busy = target.percent > 0 && random.bounded(10) < 6;
        for (int i = 0; busy && i < 1 + random.bounded(3); ++i) {
            revision->pods.push_back(
                {estate.nextPod++, estate.clock - 60 * (3 + random.bounded(3000)), true, 0});
        }
    }
}

} // namespace

Estate generate(int revisions) {
    Estate estate;
    estate.clock = demoMoment();
    estate.resourceVersion = firstResourceVersion;
    QRandomGenerator random(seed);
    int plain = 0;
    std::set<std::string> namespaces(areas.begin(), areas.end());
    for (const Plan& plan : planServices(std::max(1, revisions), random)) {
        DemoService service = makeService(estate, plan, random);
        if (plan.arranged != nullptr) {
            service.scripted = true;
            plan.arranged->arrange(estate, service);
        } else {
            arrangePlainly(estate, service, plain++, random);
        }
        for (DemoRevision& revision : service.revisions) {
            if (!revision.pods.empty()) {
                revision.settled = revision.pods.front().created + 4;
            }
        }
        namespaces.insert(service.ns);
        estate.services.push_back(std::move(service));
    }
    addFixedObjects(estate, namespaces);
    return estate;
}

} // namespace plimsoll::cluster::demo
