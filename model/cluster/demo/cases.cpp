// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/cases.h"

#include <array>

namespace plimsoll::cluster::demo {
namespace {

void addPods(Estate& estate, DemoService& service, int number, int count, bool ready = true) {
    DemoRevision* revision = findRevision(service, number);
    for (int i = 0; i < count; ++i) {
        revision->pods.push_back({estate.nextPod++, estate.clock - 3600LL * (i + 2), ready, 0});
    }
}

void activate(DemoService& service) {
    for (const Target& target : statusTraffic(service)) {
        if (DemoRevision* revision = findRevision(service, target.number)) {
            revision->active = true;
        }
    }
}

/// A split between two pinned revisions; two old ones are hidden, as they should be.
void splitWithHidden(Estate& estate, DemoService& service) {
    service.spec = {{5, 80, {}, false}, {6, 20, {}, false}};
    service.burstCapacity = "-1";
    service.scripted = false; // its traffic moves
    activate(service);
    addPods(estate, service, 5, 3);
    addPods(estate, service, 6, 1);
    hide(estate, service, 1, true, true);
    hide(estate, service, 2, true, true);
}

void alarm(Estate& estate, DemoService& service) {
    service.spec = {{4, 85, {}, false}, {2, 15, {}, false}};
    activate(service);
    addPods(estate, service, 4, 2);
    hide(estate, service, 1, true, true);
    hide(estate, service, 2, true, true); // and it still gets 15 %
}

void hiddenByHalf(Estate& estate, DemoService& service) {
    activate(service);
    addPods(estate, service, service.latestReady, 2);
    hide(estate, service, 1, true, true);
    hide(estate, service, 2, true, false);
}

void rolloutInProgress(Estate& estate, DemoService& service) {
    service.rollout = Rollout{3, 30};
    service.scripted = false; // it goes on
    activate(service);
    addPods(estate, service, 3, 2);
    addPods(estate, service, 4, 1);
    service.revisions.back().created = estate.clock - 240;
    service.revisions.back().routingChanged = estate.clock - 240;
    service.routeChanged = estate.clock - 20;
}

void tagsAtZero(Estate& estate, DemoService& service) {
    service.spec.push_back({3, 0, "candidate", false});
    service.spec.push_back({1, 0, "old", false});
    activate(service);
    addPods(estate, service, service.latestReady, 2);
}

void notReady(Estate& estate, DemoService& service) {
    DemoRevision& broken = service.revisions.back();
    service.latestReady = broken.number - 1;
    broken.failure = "ImagePullBackOff";
    broken.failureText = "Back-off pulling image \"registry.example.com/media/transcode:2.4.0-rc1\"";
    broken.active = true;
    broken.created = estate.clock - 1500;
    addPods(estate, service, broken.number, 1, false);
    broken.pods.back().created = broken.created + 2;
    activate(service);
    addPods(estate, service, service.latestReady, 1);
}

void routeNotReady(Estate& estate, DemoService& service) {
    service.routeBroken = true;
    service.routeGeneration = 2;
    service.routeChanged = estate.clock - 900;
    service.spec = {{service.latestReady, 70, {}, false}, {service.latestReady + 5, 30, {}, false}};
    activate(service);
    addPods(estate, service, service.latestReady, 1);
}

void clusterLocalGrpc(Estate& estate, DemoService& service) {
    service.clusterLocal = true;
    service.h2c = true;
    activate(service);
    addPods(estate, service, service.latestReady, 2);
}

void scaledToZero(Estate& /*estate*/, DemoService& service) {
    activate(service);
}

/// Off the route a minute ago, its last pod not yet gone: not to be hidden now.
void stillDraining(Estate& estate, DemoService& service) {
    activate(service);
    addPods(estate, service, service.latestReady, 2);
    DemoRevision& former = service.revisions[service.revisions.size() - 2];
    former.routingChanged = estate.clock - 60;
    addPods(estate, service, former.number, 1);
}

void restricted(Estate& estate, DemoService& service) {
    activate(service);
    addPods(estate, service, service.latestReady, 1);
    hide(estate, service, service.latestReady, true, true, "payments,istio-system,knative-serving");
}

void straightToPods(Estate& estate, DemoService& service) {
    service.burstCapacity = "0";
    activate(service);
    addPods(estate, service, service.latestReady, 3);
}

void latestOnly(Estate& estate, DemoService& service) {
    activate(service);
    addPods(estate, service, service.latestReady, 1);
}

constexpr std::array<Case, 13> allCases{{
    {"shop", "cart", 6, splitWithHidden},
    {"payments", "ledger", 4, alarm},
    {"payments", "fraud-check", 4, hiddenByHalf},
    {"shop", "checkout", 4, rolloutInProgress},
    {"media", "thumbnails", 5, tagsAtZero},
    {"media", "transcode", 4, notReady},
    {"search", "suggest", 3, routeNotReady},
    {"internal", "profile", 3, clusterLocalGrpc},
    {"batch", "nightly-report", 3, scaledToZero},
    {"shop", "catalog", 5, stillDraining},
    {"payments", "wallet", 2, restricted},
    {"search", "query", 4, straightToPods},
    {"internal", "recommendations-for-returning-customers-of-all-regions", 2, latestOnly},
}};

} // namespace

std::span<const Case> cases() {
    return allCases;
}

void hide(Estate& estate, const DemoService& service, int number, bool publicService, bool privateService,
          const std::string& exportTo) {
    const std::string name = revisionName(service, number);
    const auto annotate = [&](const std::string& serviceName) {
        Touch& touch = estate.touched[{Kind::Service, service.ns, serviceName}];
        touch.resourceVersion = ++estate.resourceVersion;
        touch.overlay["metadata"]["annotations"]["networking.istio.io/exportTo"] = exportTo;
    };
    if (publicService) {
        annotate(name);
    }
    if (privateService) {
        annotate(childName(name, "-private"));
    }
}

} // namespace plimsoll::cluster::demo
