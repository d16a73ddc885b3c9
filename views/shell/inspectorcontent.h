// SPDX-License-Identifier: Apache-2.0
// What the inspector says about one thing, as a value: what is it, is it well, why, what can be done.
// Pure functions over a Picture, so that every sentence can be tested without a window.
#pragma once

#include "engine/picture.h"
#include "theme/icons.h"

#include <optional>
#include <vector>

namespace plimsoll::views {

struct InspectorContent {
    enum class State { Alarm, Hidden, Reserve, Routed, Quiet };
    struct Card {
        State state = State::Quiet;
        QString title;
        QString text;
        bool operator==(const Card&) const = default;
    };
    struct Fact {
        QString label;
        QString value;
        QString detail; // tooltip
        bool operator==(const Fact&) const = default;
    };
    struct Section {
        QString title;
        std::vector<QString> points;
        bool alarm = false;
        bool operator==(const Section&) const = default;
    };
    struct ObjectRef {
        cluster::Kind kind = cluster::Kind::Service;
        QString ns;
        QString name;
        bool operator==(const ObjectRef&) const = default;
    };
    enum class Action { Hide, Show, ShowNow };

    QString nodeId;
    QString title;
    QString subtitle;
    std::optional<Card> card;
    std::vector<Action> actions; // none where nothing may be changed
    std::vector<Fact> facts;
    std::vector<Section> sections;
    QString kubectl; // does the same as the first action; empty without one
    std::optional<ObjectRef> object;
    bool operator==(const InspectorContent&) const = default;
};

/// An empty id: the whole estate. Nothing when the picture has no such node (any more).
[[nodiscard]] std::optional<InspectorContent> describe(const engine::Picture& picture, const QString& nodeId);

/// "revision/shop/cart-00012" in its parts; kind alone for "activator".
struct NodeName {
    QString kind;
    QString ns;
    QString name;
};
[[nodiscard]] NodeName splitNodeId(const QString& nodeId);

/// Null when there is none.
[[nodiscard]] const knative::RevisionState* findRevision(const engine::Picture& picture, const QString& ns,
                                                         const QString& name);
/// May anything be changed here: not --read-only, and the source can be written to.
[[nodiscard]] bool mayChange(const engine::Picture& picture);
/// What "now" is for ages: the real clock, or the source's fixed moment.
[[nodiscard]] UnixSeconds clockOf(const engine::Picture& picture);
/// The command that hides or shows this revision as Plimsoll does.
[[nodiscard]] QString kubectlFor(const engine::Picture& picture, const knative::RevisionState& revision,
                                 knative::ChangeRequest::Action action);

} // namespace plimsoll::views
