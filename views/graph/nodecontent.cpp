// SPDX-License-Identifier: Apache-2.0
#include "graph/nodecontent.h"

#include <algorithm>
#include <cmath>

namespace plimsoll::views {
namespace {

using graph::NodeKind;

constexpr double cardPadding = 14; // left, beside the stripe
constexpr double cardMargin = 12;  // right
constexpr double firstLine = 21;
constexpr double secondLine = 41;

double clampedWidth(double wanted, double low, double high) {
    return std::clamp(std::ceil(wanted / 4) * 4, low, high);
}

/// Adds texts to one node.
class Writer {
public:
    Writer(SceneNode& node, const TextMetrics& metrics) : m_node(node), m_metrics(metrics) {}

    double left(const QString& text, double x, double baseline, double room, TextRole role, Tone tone,
                Qt::TextElideMode mode = Qt::ElideRight) {
        const QString line = m_metrics.fitted(text, role, std::max(0.0, room), mode);
        m_node.texts.push_back({line, {x, baseline}, role, tone});
        return m_metrics.width(line, role);
    }
    double right(const QString& text, double end, double baseline, double room, TextRole role, Tone tone) {
        const QString line = m_metrics.fitted(text, role, std::max(0.0, room));
        const double width = m_metrics.width(line, role);
        m_node.texts.push_back({line, {end - width, baseline}, role, tone});
        return width;
    }
    void centred(const QString& text, double baseline, double room, TextRole role, Tone tone,
                 Qt::TextElideMode mode = Qt::ElideRight) {
        const QString line = m_metrics.fitted(text, role, room, mode);
        const double x = (m_node.box.width() - m_metrics.width(line, role)) / 2;
        m_node.texts.push_back({line, {x, baseline}, role, tone});
    }

private:
    SceneNode& m_node;
    const TextMetrics& m_metrics;
};

Tone toneOf(NodeState state) {
    switch (state) {
    case NodeState::Routed:
        return Tone::Routed;
    case NodeState::Reserve:
        return Tone::Reserve;
    case NodeState::Hidden:
        return Tone::Muted; // the hidden grey is for lines: as text it is too pale
    case NodeState::Alarm:
        return Tone::Alarm;
    case NodeState::Plain:
        break;
    }
    return Tone::Muted;
}

QString percentText(int percent) {
    return QStringLiteral("%1 %").arg(percent);
}

/// Top right of a revision: its share, or that it is there by tag.
QString shareOf(const knative::RevisionState& revision, NodeState state) {
    if (state == NodeState::Hidden) {
        return {};
    }
    if (revision.percent == 0 && !revision.tags.empty()) {
        return QStringLiteral("tag");
    }
    return percentText(revision.percent);
}

/// The word that tells the state a second time, beside colour and form.
QString wordOf(const knative::RevisionState& revision, NodeState state) {
    const bool half = revision.visibility == knative::Visibility::Partial;
    if (state == NodeState::Alarm) {
        return half ? QStringLiteral("half hidden, routed: 503") : QStringLiteral("hidden, routed: 503");
    }
    if (state == NodeState::Hidden) {
        return QStringLiteral("hidden");
    }
    if (half) {
        return QStringLiteral("half hidden");
    }
    if (!revision.ready) {
        return revision.reason.empty() ? QStringLiteral("not ready") : qs(revision.reason);
    }
    if (revision.visibility == knative::Visibility::Restricted) {
        return state == NodeState::Reserve ? QStringLiteral("reserve, restricted")
                                           : QStringLiteral("restricted");
    }
    if (state == NodeState::Reserve) {
        return QStringLiteral("reserve");
    }
    if (revision.replicas > 0) {
        return {};
    }
    return revision.mode == "Proxy" ? QStringLiteral("at zero · activator") : QStringLiteral("at zero");
}

Tone wordTone(const knative::RevisionState& revision, NodeState state) {
    if (state == NodeState::Routed) {
        return revision.ready ? Tone::Muted : Tone::Text;
    }
    return toneOf(state);
}

void writeRevision(SceneNode& shown, const graph::Node& node, const knative::RevisionState& revision,
                   const TextMetrics& metrics) {
    Writer write(shown, metrics);
    const double end = shown.box.width() - cardMargin;
    const bool hidden = shown.state == NodeState::Hidden;
    const double share =
        write.right(shareOf(revision, shown.state), end, firstLine, 60, TextRole::Title, toneOf(shown.state));
    write.left(qs(node.label), cardPadding, firstLine, end - share - 10 - cardPadding, TextRole::Title,
               hidden ? Tone::Muted : Tone::Text, Qt::ElideMiddle);

    double x = cardPadding + shown.squares * (squareSize + 3);
    if (revision.replicas > shown.squares) {
        x += write.left(QStringLiteral("+%1").arg(revision.replicas - shown.squares), x, secondLine, 40,
                        TextRole::Small, Tone::Muted);
    }
    x += shown.squares > 0 ? 5 : 0;
    double room = end - x;
    if (shown.state != NodeState::Alarm) {
        const auto bytes = hidden ? QStringLiteral("0%1kB").arg(QChar(0xA0)) : bytesText(node.bytes);
        room -= write.right(bytes, end, secondLine, 70, TextRole::Small, Tone::Muted) + 8;
    }
    const bool loud =
        shown.state == NodeState::Alarm || (shown.state == NodeState::Routed && !revision.ready);
    write.left(wordOf(revision, shown.state), x, secondLine, room,
               loud ? TextRole::SmallStrong : TextRole::Small, wordTone(revision, shown.state));
}

void writeRoute(SceneNode& shown, const graph::Node& node, const TextMetrics& metrics) {
    Writer write(shown, metrics);
    const double room = shown.box.width() - 24;
    write.centred(qs(node.label), 23, room, TextRole::Title, Tone::Text, Qt::ElideMiddle);
    const QString under =
        node.ready ? qs(node.detail) : qs(node.reason) + QStringLiteral(" · ") + qs(node.detail);
    write.centred(under, pillHeight + 14, shown.box.width(), TextRole::Small, Tone::Muted, Qt::ElideMiddle);
}

void writeService(SceneNode& shown, const graph::Node& node, const TextMetrics& metrics) {
    Writer write(shown, metrics);
    const double room = shown.box.width() - 2 * cardMargin;
    write.left(qs(node.label), cardMargin, 20, room, TextRole::Title, Tone::Text, Qt::ElideMiddle);
    QString under = QStringLiteral("Service");
    if (!node.ready) {
        under +=
            QStringLiteral(" · ") + (node.reason.empty() ? QStringLiteral("not ready") : qs(node.reason));
    } else if (!node.detail.empty()) {
        under += QStringLiteral(" · ") + qs(node.detail);
    }
    write.left(under, cardMargin, 37, room, TextRole::Small, node.ready ? Tone::Muted : Tone::Text);
}

QString podsText(const graph::Node& node) {
    const QString word = node.podsTotal == 1 ? QStringLiteral("pod") : QStringLiteral("pods");
    if (node.podsReady < node.podsTotal) {
        return QStringLiteral("%1 of %2 ready").arg(countText(node.podsReady), countText(node.podsTotal));
    }
    return countText(node.podsTotal) + u' ' + word;
}

double podsLeft(const graph::Node& node) {
    return 10 + std::min(node.podsTotal, mostSquares) * (podSize + 6);
}

/// Memory against the limit where both are known, else the bytes of its configuration.
void writeGateway(SceneNode& shown, const engine::Picture& picture, const graph::Node& node,
                  const TextMetrics& metrics) {
    Writer write(shown, metrics);
    write.centred(qs(node.label), 23, shown.box.width() - 36, TextRole::Title, Tone::Text, Qt::ElideMiddle);
    QString under = qs(node.detail);
    Tone tone = Tone::Muted;
    if (node.proxy && *node.proxy < picture.weights->proxies.size()) {
        const auto& proxy = picture.weights->proxies[*node.proxy];
        under = bytesText(proxy.load.bytes.total()) + QStringLiteral(" config");
        if (proxy.memoryLimit && *proxy.memoryLimit > 0) {
            const auto memory = mesh::estimateMemory(proxy.load);
            const auto limit = static_cast<double>(*proxy.memoryLimit);
            const double full = std::max(limit, static_cast<double>(memory.high)) * 1.04;
            shown.gauge =
                Gauge{static_cast<double>(memory.low) / full, static_cast<double>(memory.high) / full,
                      limit / full, memory.low > *proxy.memoryLimit};
            const auto whole = [](std::int64_t bytes) { return countText((bytes + 500'000) / 1'000'000); };
            under = QStringLiteral("≈ %1–%2 of %3 MB")
                        .arg(whole(memory.low), whole(memory.high), whole(*proxy.memoryLimit));
            tone = shown.gauge->over ? Tone::Alarm : Tone::Muted;
        }
    }
    if (!node.ready) {
        under = qs(node.reason) + QStringLiteral(" · ") + under;
        tone = Tone::Text;
    }
    write.centred(under, 40, shown.box.width() - 30, TextRole::Small, tone);
}

double heightOf(NodeKind kind, bool gauge) {
    switch (kind) {
    case NodeKind::Gateway:
    case NodeKind::Activator:
        return gauge ? gaugeTop + 12 : hexagonHeight;
    case NodeKind::Route:
        return pillHeight + 20;
    case NodeKind::Revision:
        return 52;
    case NodeKind::Service:
        return 46;
    case NodeKind::Pods:
        return 36;
    }
    return 36;
}

} // namespace

const knative::RevisionState* revisionOf(const engine::Picture& picture, const graph::Node& node) {
    return node.revision && *node.revision < picture.revisions.size() ? &picture.revisions[*node.revision]
                                                                      : nullptr;
}

NodeState stateOf(const engine::Picture& picture, const graph::Node& node) {
    const auto* revision = revisionOf(picture, node);
    if (!revision) {
        return NodeState::Plain;
    }
    if (revision->alarm) {
        return NodeState::Alarm;
    }
    if (revision->visibility == knative::Visibility::Hidden) {
        return NodeState::Hidden;
    }
    return revision->routed ? NodeState::Routed : NodeState::Reserve;
}

double wantedWidth(const engine::Picture& picture, const graph::Node& node, const TextMetrics& metrics) {
    const double title = metrics.width(qs(node.label), TextRole::Title);
    switch (node.kind) {
    case NodeKind::Gateway:
    case NodeKind::Activator:
        return clampedWidth(title + 52, 184, 240);
    case NodeKind::Route:
        return clampedWidth(std::max(title + 32, metrics.width(qs(node.detail), TextRole::Small) + 4), 116,
                            224);
    case NodeKind::Revision: {
        const auto* revision = revisionOf(picture, node);
        const double share = revision ? metrics.width(percentText(revision->percent), TextRole::Title) : 0;
        return clampedWidth(cardPadding + title + 12 + share + cardMargin, 196, 268);
    }
    case NodeKind::Service:
        return clampedWidth(title + 2 * cardMargin, 156, 268);
    case NodeKind::Pods:
        return podsLeft(node) + metrics.width(podsText(node), TextRole::Small) + 14;
    }
    return 100;
}

SceneNode contentOf(const engine::Picture& picture, std::uint32_t index, double width,
                    const TextMetrics& metrics) {
    const auto& node = picture.graph->nodes[index];
    SceneNode shown;
    shown.kind = node.kind;
    shown.state = stateOf(picture, node);
    shown.ready = node.ready;
    shown.index = index;
    shown.id = qs(node.id);
    shown.box = QRectF(0, 0, width, 0);
    const auto* revision = revisionOf(picture, node);
    switch (node.kind) {
    case NodeKind::Gateway:
    case NodeKind::Activator:
        writeGateway(shown, picture, node, metrics);
        break;
    case NodeKind::Route:
        writeRoute(shown, node, metrics);
        break;
    case NodeKind::Revision:
        if (revision) {
            shown.partial = revision->visibility == knative::Visibility::Partial;
            shown.squares = std::clamp(revision->replicas, 0, mostSquares);
            shown.readySquares = revision->ready ? shown.squares : 0;
            writeRevision(shown, node, *revision, metrics);
        } else { // named by a route, but not there
            writeService(shown, node, metrics);
        }
        break;
    case NodeKind::Service:
        writeService(shown, node, metrics);
        break;
    case NodeKind::Pods: {
        shown.squares = std::clamp(node.podsTotal, 0, mostSquares);
        shown.readySquares =
            node.podsTotal > mostSquares && node.podsReady < node.podsTotal
                ? static_cast<int>(static_cast<std::int64_t>(node.podsReady) * mostSquares / node.podsTotal)
                : std::min(node.podsReady, shown.squares);
        Writer(shown, metrics).left(podsText(node), podsLeft(node), 22, 200, TextRole::Small, Tone::Muted);
        break;
    }
    }
    shown.box.setHeight(heightOf(node.kind, shown.gauge.has_value()));
    const bool hub = node.kind == NodeKind::Gateway || node.kind == NodeKind::Activator;
    shown.port = hub                            ? hexagonHeight / 2
                 : node.kind == NodeKind::Route ? pillHeight / 2
                                                : shown.box.height() / 2;
    return shown;
}

} // namespace plimsoll::views
