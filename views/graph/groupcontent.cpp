// SPDX-License-Identifier: Apache-2.0
#include "graph/nodecontent.h"

#include <algorithm>

namespace plimsoll::views {
namespace {

constexpr QSizeF cardSize(284, 84);
constexpr double padding = 16;
constexpr double chevronRoom = 16;
constexpr double widestHeader = 900; // a longer one is elided

QString counted(int number, const char* one, const char* many) {
    return countText(number) + u' ' + QLatin1String(number == 1 ? one : many);
}

/// "48 revisions · 31 in reserve", or what else it holds.
QString summaryText(const graph::NamespaceSummary& summary, bool longer) {
    QStringList parts;
    if (summary.revisions > 0) {
        parts << counted(summary.revisions, "revision", "revisions");
        if (summary.reserve > 0) {
            parts << countText(summary.reserve) +
                         (longer ? QStringLiteral(" in reserve") : QStringLiteral(" reserve"));
        }
        if (summary.hidden > 0 && (longer || summary.alarms == 0)) {
            parts << countText(summary.hidden) + QStringLiteral(" hidden");
        }
    }
    if (summary.services > 0 && (longer || summary.revisions == 0)) {
        parts << counted(summary.services, "Service", "Services");
    }
    if (parts.isEmpty()) {
        parts << QStringLiteral("nothing routed");
    }
    return parts.join(QStringLiteral(" · "));
}

QString alarmText(int alarms) {
    return QStringLiteral("▲ ") + counted(alarms, "alarm", "alarms");
}

void writeHeader(SceneGroup& group, const graph::NamespaceSummary& summary, const TextMetrics& metrics) {
    const QString name = metrics.fitted(qs(summary.ns), TextRole::Heading, 420, Qt::ElideMiddle);
    double x = padding + chevronRoom;
    constexpr double baseline = 28;
    group.texts.push_back({name, {x, baseline}, TextRole::Heading, Tone::Text});
    x += metrics.width(name, TextRole::Heading) + 12;
    if (summary.alarms > 0) {
        const QString alarm = alarmText(summary.alarms);
        group.texts.push_back({alarm, {x, baseline}, TextRole::SmallStrong, Tone::Alarm});
        x += metrics.width(alarm, TextRole::SmallStrong) + 12;
    }
    const QString about =
        QStringLiteral("namespace · ") + summaryText(summary, true) + QStringLiteral(" · configured routes");
    group.texts.push_back({about, {x, baseline}, TextRole::Small, Tone::Muted});
    const double width = x + metrics.width(about, TextRole::Small) + padding;
    group.box = QRectF(0, 0, std::min(width, widestHeader), headerHeight);
}

void writeCard(SceneGroup& group, const graph::NamespaceSummary& summary, const TextMetrics& metrics) {
    group.box = QRectF(QPointF(), cardSize);
    const double end = cardSize.width() - padding;
    const auto visible = summary.routedBytes + summary.reserveBytes;
    const QString weight = visible > 0 ? bytesText(visible) : QString();
    const double weightWidth = metrics.width(weight, TextRole::Title);
    if (!weight.isEmpty()) {
        group.texts.push_back({weight, {end - weightWidth, 26}, TextRole::Title, Tone::Muted});
    }
    const double left = padding + chevronRoom;
    const QString name =
        metrics.fitted(qs(summary.ns), TextRole::Heading, end - weightWidth - 10 - left, Qt::ElideMiddle);
    group.texts.push_back({name, {left, 26}, TextRole::Heading, Tone::Text});
    double room = end - padding;
    if (summary.alarms > 0) {
        const QString alarm = alarmText(summary.alarms);
        const double width = metrics.width(alarm, TextRole::SmallStrong);
        group.texts.push_back({alarm, {end - width, 46}, TextRole::SmallStrong, Tone::Alarm});
        room -= width + 8;
    }
    group.texts.push_back({metrics.fitted(summaryText(summary, false), TextRole::Small, room),
                           {padding, 46},
                           TextRole::Small,
                           Tone::Muted});
    const auto all = static_cast<double>(visible + summary.hiddenBytes);
    if (all > 0) {
        group.routed = static_cast<double>(summary.routedBytes) / all;
        group.reserve = static_cast<double>(summary.reserveBytes) / all;
    }
}

} // namespace

SceneGroup groupOf(const graph::NamespaceSummary& summary, bool open, const TextMetrics& metrics) {
    SceneGroup group;
    group.ns = summary.ns;
    group.id = QStringLiteral("namespace/") + qs(summary.ns);
    group.open = open;
    group.alarms = summary.alarms;
    if (open) {
        writeHeader(group, summary, metrics);
    } else {
        writeCard(group, summary, metrics);
    }
    return group;
}

void fitHeader(SceneGroup& group, const TextMetrics& metrics) {
    for (auto& run : group.texts) {
        run.text = metrics.fitted(run.text, run.role, group.box.width() - padding - run.at.x());
    }
}

} // namespace plimsoll::views
