// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/estate.h"

#include <QCryptographicHash>

#include <algorithm>

namespace plimsoll::cluster::demo {
namespace {

constexpr std::size_t longestName = 63;

std::string md5Hex(const std::string& text) {
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Md5)
        .toHex()
        .toStdString();
}

} // namespace

UnixSeconds demoMoment() {
    return 1'793'534'400;
}

std::string childName(const std::string& parent, const std::string& suffix) {
    constexpr std::size_t hashLength = 32;
    if (parent.size() <= longestName - suffix.size()) {
        return parent + suffix;
    }
    return parent.substr(0, longestName - hashLength - suffix.size()) + md5Hex(parent) + suffix;
}

std::string revisionName(const DemoService& service, int number) {
    const std::string digits = std::to_string(number);
    return childName(service.name,
                     '-' + std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits);
}

std::string suffixWord(std::uint64_t seed, int length) {
    constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz2456789";
    std::string result;
    for (int i = 0; i < length; ++i) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        result += letters[(seed >> 33U) % letters.size()];
    }
    return result;
}

std::string podName(const DemoService& service, const DemoRevision& revision, const DemoPod& pod) {
    const std::string deployment = childName(revisionName(service, revision.number), "-deployment");
    const std::string suffix =
        '-' + suffixWord(revision.serial, 10) + '-' + suffixWord(pod.serial + 0x9e3779b9ULL, 5);
    return deployment.substr(0, longestName - suffix.size()) + suffix;
}

std::vector<Target> statusTraffic(const DemoService& service) {
    if (service.routeBroken) {
        return {{service.latestReady, 100, {}, true}}; // what was assigned before the Route broke stays
    }
    std::vector<Target> status;
    for (const Target& target : service.spec) {
        if (!target.latest) {
            status.push_back(target);
        } else if (service.rollout) {
            const int fresh = target.percent * service.rollout->percent / 100;
            status.push_back({service.rollout->from, target.percent - fresh, target.tag, true});
            status.push_back({service.latestReady, fresh, target.tag, true});
        } else {
            status.push_back({service.latestReady, target.percent, target.tag, true});
        }
    }
    return status;
}

std::vector<Target> mainSplits(const DemoService& service) {
    std::vector<Target> splits;
    for (const Target& target : statusTraffic(service)) {
        const auto same = std::find_if(splits.begin(), splits.end(),
                                       [&](const Target& split) { return split.number == target.number; });
        if (target.percent == 0) {
            continue;
        }
        if (same == splits.end()) {
            splits.push_back({target.number, target.percent, {}, target.latest});
        } else {
            same->percent += target.percent;
        }
    }
    return splits;
}

const DemoRevision* findRevision(const DemoService& service, int number) {
    const auto it = std::find_if(service.revisions.begin(), service.revisions.end(),
                                 [&](const DemoRevision& revision) { return revision.number == number; });
    return it == service.revisions.end() ? nullptr : &*it;
}

DemoRevision* findRevision(DemoService& service, int number) {
    const auto it = std::find_if(service.revisions.begin(), service.revisions.end(),
                                 [&](const DemoRevision& revision) { return revision.number == number; });
    return it == service.revisions.end() ? nullptr : &*it;
}

int readyPods(const DemoRevision& revision) {
    return static_cast<int>(std::count_if(revision.pods.begin(), revision.pods.end(),
                                          [](const DemoPod& pod) { return pod.ready && pod.deleted == 0; }));
}

int latestCreated(const DemoService& service) {
    return service.revisions.back().number;
}

} // namespace plimsoll::cluster::demo
