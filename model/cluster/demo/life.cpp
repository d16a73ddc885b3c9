// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/life.h"

#include <algorithm>

namespace plimsoll::cluster::demo {
namespace {

constexpr quint32 seed = 77;
constexpr std::size_t mostStories = 5;     // at a time
constexpr int rolloutStep = 10;            // percent
constexpr std::ptrdiff_t keptReserve = 20; // config-gc min-non-active-revisions

bool named(const DemoService& service, int number) {
    const auto traffic = statusTraffic(service);
    return std::any_of(traffic.begin(), traffic.end(),
                       [&](const Target& target) { return target.number == number; });
}

void addRevision(Estate& estate, DemoService& service) {
    DemoRevision revision;
    revision.number = latestCreated(service) + 1;
    revision.serial = estate.nextRevision++;
    revision.created = estate.clock;
    revision.settled = estate.clock;
    revision.active = true; // its Configuration carries the Route's name
    revision.routingChanged = estate.clock;
    revision.starting = true;
    revision.pods.push_back({estate.nextPod++, estate.clock, false, 0});
    service.revisions.push_back(std::move(revision));
    ++service.generation;
}

void beReady(const Estate& estate, DemoRevision& revision) {
    for (DemoPod& pod : revision.pods) {
        pod.ready = true;
    }
    revision.starting = false;
    revision.settled = estate.clock;
}

void retire(const Estate& estate, DemoRevision& revision) {
    revision.active = false;
    revision.routingChanged = estate.clock;
}

void endPods(const Estate& estate, DemoRevision& revision) {
    for (DemoPod& pod : revision.pods) {
        pod.deleted = estate.clock;
    }
    revision.settled = estate.clock;
}

/// The oldest reserve revision goes when there are more than Knative keeps.
void collectGarbage(DemoService& service) {
    const auto idle = [](const DemoRevision& revision) { return !revision.active && revision.pods.empty(); };
    if (std::count_if(service.revisions.begin(), service.revisions.end(), idle) > keptReserve) {
        service.revisions.erase(std::find_if(service.revisions.begin(), service.revisions.end(), idle));
    }
}

bool onlyLatest(const DemoService& service) {
    const auto shares = mainSplits(service);
    return !service.rollout && !service.routeBroken && shares.size() == 1 && shares.front().latest &&
           service.latestReady == latestCreated(service);
}

bool pinnedPair(const DemoService& service) {
    return service.spec.size() == 2 && !service.spec[0].latest && !service.spec[1].latest &&
           service.spec[0].percent > 0 && service.spec[1].percent > 0;
}

} // namespace

Life::Life(Store& store) : m_store(store), m_random(seed) {
    const auto& services = m_store.estate().services;
    for (std::size_t i = 0; i < services.size(); ++i) {
        if (services[i].rollout && !services[i].scripted) {
            m_chapters.push_back({Story::Rollout, i, services[i].latestReady, 2, 5});
        }
    }
}

std::vector<Life::Event> Life::step() {
    m_store.advance(1);
    m_events.clear();
    std::vector<Chapter> chapters;
    chapters.swap(m_chapters);
    for (Chapter& chapter : chapters) {
        if (--chapter.wait > 0 || goOn(chapter)) {
            m_chapters.push_back(chapter);
        }
    }
    if (m_chapters.size() < mostStories && m_random.bounded(2) == 0) {
        begin();
    }
    return std::move(m_events);
}

void Life::begin() {
    const auto& services = m_store.estate().services;
    const auto index = static_cast<std::size_t>(m_random.bounded(static_cast<int>(services.size())));
    const DemoService& service = services[index];
    if (service.scripted || busy(index)) {
        return;
    }
    const int choice = m_random.bounded(10);
    if (pinnedPair(service) && choice < 6) {
        moveTraffic(index);
    } else if (onlyLatest(service) && choice < 4) {
        beginRollout(index);
    } else {
        beginScaling(index);
    }
}

void Life::beginRollout(std::size_t index) {
    edit(index, [](Estate& estate, DemoService& service) { addRevision(estate, service); });
    m_chapters.push_back({Story::Rollout, index, latestCreated(m_store.estate().services[index]), 1, 4});
}

void Life::beginScaling(std::size_t index) {
    const DemoService& service = m_store.estate().services[index];
    const auto shares = mainSplits(service);
    const int number =
        shares[static_cast<std::size_t>(m_random.bounded(static_cast<int>(shares.size())))].number;
    const DemoRevision* revision = findRevision(service, number);
    if (service.rollout || revision == nullptr || !revision->failure.empty()) {
        return;
    }
    const bool toZero = !revision->pods.empty();
    m_chapters.push_back({toZero ? Story::ToZero : Story::FromZero, index, number, 0, 1});
}

void Life::moveTraffic(std::size_t index) {
    const bool up = m_random.bounded(2) == 0;
    edit(index, [up](Estate& estate, DemoService& service) {
        const int first = std::clamp(service.spec[0].percent + (up ? 10 : -10), 10, 90);
        service.spec[0].percent = first;
        service.spec[1].percent = 100 - first;
        service.routeChanged = estate.clock;
        ++service.routeGeneration;
        ++service.generation;
    });
}

bool Life::goOn(Chapter& chapter) {
    return chapter.story == Story::Rollout ? goOnRollingOut(chapter) : goOnScaling(chapter);
}

/// 1: the new revision is ready and gets its first share; 2: step by step to all of it; 3: the former one is
/// out of the Route, its pods end; 4: they are gone.
bool Life::goOnRollingOut(Chapter& chapter) {
    edit(chapter.service, [&chapter](Estate& estate, DemoService& service) {
        DemoRevision* fresh = findRevision(service, chapter.number);
        if (chapter.stage == 1) {
            beReady(estate, *fresh);
            service.rollout = Rollout{service.latestReady, rolloutStep};
            service.latestReady = chapter.number;
            service.routeChanged = estate.clock;
            chapter = {Story::Rollout, chapter.service, chapter.number, 2, 2};
        } else if (chapter.stage == 2) {
            service.rollout->percent += rolloutStep;
            chapter.wait = 2;
            if (service.rollout->percent >= 100) {
                const int former = service.rollout->from;
                service.rollout.reset();
                service.routeChanged = estate.clock;
                if (DemoRevision* old = findRevision(service, former);
                    old != nullptr && !named(service, former)) {
                    retire(estate, *old);
                }
                chapter = {Story::Rollout, chapter.service, former, 3, 6};
            }
        } else if (fresh != nullptr && !fresh->active && chapter.stage == 3) {
            endPods(estate, *fresh);
            chapter = {Story::Rollout, chapter.service, chapter.number, 4, 4};
        } else {
            if (fresh != nullptr && !fresh->active) {
                fresh->pods.clear();
            }
            collectGarbage(service);
            chapter.stage = 5;
        }
    });
    return chapter.stage < 5;
}

bool Life::goOnScaling(Chapter& chapter) {
    edit(chapter.service, [&chapter](Estate& estate, DemoService& service) {
        DemoRevision* revision = findRevision(service, chapter.number);
        if (revision == nullptr) {
            chapter.stage = 1;
        } else if (chapter.story == Story::ToZero && chapter.stage == 0) {
            endPods(estate, *revision);
        } else if (chapter.story == Story::ToZero) {
            revision->pods.clear();
        } else if (chapter.stage == 0) {
            revision->pods.push_back({estate.nextPod++, estate.clock, false, 0});
            revision->settled = estate.clock;
        } else {
            beReady(estate, *revision);
        }
        ++chapter.stage;
        chapter.wait = 3;
    });
    return chapter.stage < 2;
}

bool Life::busy(std::size_t index) const {
    return std::any_of(m_chapters.begin(), m_chapters.end(),
                       [&](const Chapter& chapter) { return chapter.service == index; });
}

void Life::edit(std::size_t index, const std::function<void(Estate&, DemoService&)>& change) {
    for (auto& difference : m_store.edit(index, change)) {
        m_events.push_back({m_store.estate().services[index].ns, std::move(difference)});
    }
}

} // namespace plimsoll::cluster::demo
