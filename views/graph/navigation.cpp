// SPDX-License-Identifier: Apache-2.0
#include "graph/navigation.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace plimsoll::views {
namespace {

struct Stop { // somewhere an arrow key can lead
    QString id;
    QRectF box;
};

std::vector<Stop> stopsOf(const Scene& scene) {
    std::vector<Stop> stops;
    stops.reserve(scene.nodes.size() + scene.groups.size());
    for (const auto& node : scene.nodes) {
        stops.push_back({node.id, node.box});
    }
    for (const auto& group : scene.groups) {
        if (!group.open) {
            stops.push_back({group.id, group.box});
        }
    }
    return stops;
}

/// How far `to` is in that direction; infinite when it is not that way. Sideways counts three times.
double cost(const QRectF& from, const QRectF& to, Direction direction) {
    const QPointF way = to.center() - from.center();
    const bool vertical = direction == Direction::Up || direction == Direction::Down;
    const double forward = vertical ? (direction == Direction::Down ? way.y() : -way.y())
                                    : (direction == Direction::Right ? way.x() : -way.x());
    const double sideways = std::abs(vertical ? way.x() : way.y());
    // Things of one column may have different widths: their left sides tell.
    const double offset = vertical ? std::min(sideways, std::abs(to.left() - from.left())) : sideways;
    return forward > 1 ? forward + 3 * offset : std::numeric_limits<double>::infinity();
}

bool contains(std::string_view text, std::string_view lowered) {
    return std::search(text.begin(), text.end(), lowered.begin(), lowered.end(), [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) == b;
           }) != text.end();
}

} // namespace

std::optional<QRectF> boxOf(const Scene& scene, const QString& id) {
    for (const auto& node : scene.nodes) {
        if (node.id == id) {
            return node.box;
        }
    }
    for (const auto& group : scene.groups) {
        if (group.id == id) {
            return group.box;
        }
    }
    return std::nullopt;
}

QString firstOf(const Scene& scene) {
    const SceneNode* best = nullptr;
    for (const auto& node : scene.nodes) {
        if (node.state == NodeState::Alarm) {
            return node.id;
        }
        if (!best || node.box.left() + node.box.top() < best->box.left() + best->box.top()) {
            best = &node;
        }
    }
    return best ? best->id : scene.groups.empty() ? QString() : scene.groups.front().id;
}

QString neighbour(const Scene& scene, const QString& from, Direction direction) {
    const auto start = boxOf(scene, from);
    if (!start) {
        return firstOf(scene);
    }
    if (direction == Direction::Left || direction == Direction::Right) {
        const SceneNode* best = nullptr;
        for (const auto& edge : scene.edges) {
            const auto& near = scene.nodes[direction == Direction::Right ? edge.from : edge.to];
            const auto& far = scene.nodes[direction == Direction::Right ? edge.to : edge.from];
            const auto distance = [&](const SceneNode& node) {
                return std::abs(node.box.center().y() - start->center().y());
            };
            if (near.id == from && far.id != from && (!best || distance(far) < distance(*best))) {
                best = &far;
            }
        }
        if (best) {
            return best->id;
        }
    }
    QString target = from;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& stop : stopsOf(scene)) {
        if (const double far = cost(*start, stop.box, direction); stop.id != from && far < least) {
            least = far;
            target = stop.id;
        }
    }
    return target;
}

QStringList matchesOf(const engine::Picture& picture, const std::set<std::string>& namespaces,
                      const QString& text) {
    const std::string wanted = text.trimmed().toLower().toStdString();
    QStringList found;
    if (wanted.empty()) {
        return found;
    }
    const auto wantedNamespace = [&](const std::string& ns) {
        return namespaces.empty() || namespaces.contains(ns);
    };
    for (const auto& summary : picture.graph->namespaces) {
        if (wantedNamespace(summary.ns) && contains(summary.ns, wanted)) {
            found << QStringLiteral("namespace/") + qs(summary.ns);
        }
    }
    for (const auto& node : picture.graph->nodes) {
        if (!node.hub && !wantedNamespace(node.ns)) {
            continue;
        }
        const bool hit = contains(node.label, wanted) || contains(node.detail, wanted) ||
                         contains(node.reason, wanted) ||
                         std::any_of(node.pods.begin(), node.pods.end(),
                                     [&](const std::string& pod) { return contains(pod, wanted); });
        if (hit) {
            found << qs(node.id);
        }
    }
    return found;
}

} // namespace plimsoll::views
