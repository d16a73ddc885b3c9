// SPDX-License-Identifier: Apache-2.0
#include "shell/inspectornodes.h"
#include "shell/statusfacts.h"

namespace plimsoll::views {
namespace {

using State = InspectorContent::State;

struct Totals {
    int reserve = 0;
    int hidden = 0;
    std::int64_t reserveBytes = 0;
};

Totals totalsOf(const engine::Picture& picture) {
    Totals totals;
    for (const auto& summary : picture.graph->namespaces) {
        totals.reserve += summary.reserve;
        totals.hidden += summary.hidden;
        totals.reserveBytes += summary.reserveBytes;
    }
    return totals;
}

QString typeText(const cluster::SourceInfo& source) {
    switch (source.type) {
    case cluster::SourceInfo::Type::Live:
        return QStringLiteral("cluster · ") + qs(source.server);
    case cluster::SourceInfo::Type::Files:
        return QStringLiteral("from a file");
    case cluster::SourceInfo::Type::Demo:
        return QStringLiteral("demo estate, invented");
    }
    return {};
}

} // namespace

InspectorContent describeEstate(const engine::Picture& picture) {
    const Totals totals = totalsOf(picture);
    InspectorContent content;
    content.title = qs(picture.source.name);
    content.subtitle = typeText(picture.source);
    if (picture.alarms > 0) {
        content.card = {
            State::Alarm,
            picture.alarms == 1 ? QStringLiteral("1 alarm")
                                : QStringLiteral("%1 alarms").arg(countText(picture.alarms)),
            QStringLiteral("Routed, and not everyone who needs it can see it: requests get 503.")};
    } else if (totals.reserve > 0) {
        content.card = {
            State::Reserve, QStringLiteral("%1 in reserve").arg(countText(totals.reserve)),
            QStringLiteral("They take no traffic, and cost each proxy that sees them all %1, estimated.")
                .arg(bytesText(totals.reserveBytes))};
    } else if (picture.complete) {
        content.card = {State::Quiet, QStringLiteral("Nothing in reserve"),
                        QStringLiteral("Every revision takes traffic, or is hidden.")};
    }
    const auto count = [&content](const char* label, std::size_t value) {
        content.facts.push_back(
            {QString::fromLatin1(label), countText(static_cast<std::int64_t>(value)), {}});
    };
    count("Namespaces", picture.namespaces.size());
    count("Services", picture.services);
    count("Revisions", picture.revisions.size());
    count("In reserve", static_cast<std::size_t>(totals.reserve));
    count("Hidden", static_cast<std::size_t>(totals.hidden));
    count("Pods", picture.pods);
    count("Proxies", picture.weights->proxies.size());
    if (auto missing = missingKinds(picture); !missing.empty()) {
        content.sections.push_back({QStringLiteral("What is missing"), std::move(missing), false});
    }
    content.sections.push_back(
        {QStringLiteral("Select something"),
         {QStringLiteral("A revision, route, gateway or namespace tells its story here.")},
         false});
    return content;
}

} // namespace plimsoll::views
