// SPDX-License-Identifier: Apache-2.0
#include "shell/inspectorrevision.h"

#include "shell/statusfacts.h"

#include <QStringList>

namespace plimsoll::views {
namespace {

using knative::RevisionState;
using knative::Visibility;
using State = InspectorContent::State;

QString dash() {
    return QStringLiteral("—");
}

QString percentText(int percent) {
    return QString::number(percent) + QStringLiteral("\u00A0%");
}

std::int64_t bytesOf(const engine::Picture& picture, const RevisionState& revision) {
    const auto it = picture.weights->revisionBytes.find(revision.ns + "/" + revision.name);
    return it == picture.weights->revisionBytes.end() ? 0 : it->second;
}

QString tagsText(const RevisionState& revision) {
    QStringList tags;
    for (const auto& tag : revision.tags) {
        tags << qs(tag);
    }
    return (tags.size() == 1 ? QStringLiteral("tag ") : QStringLiteral("tags ")) +
           tags.join(QStringLiteral(", "));
}

QString trafficText(const RevisionState& revision) {
    if (!revision.routed) {
        return QStringLiteral("none");
    }
    QString text = percentText(revision.percent);
    if (!revision.tags.empty()) {
        text += QStringLiteral(", ") + tagsText(revision);
    }
    return text;
}

QString notReadyText(const RevisionState& revision) {
    QString text = QStringLiteral("Not ready");
    if (!revision.reason.empty()) {
        text += QStringLiteral(": ") + qs(revision.reason);
    }
    if (!revision.message.empty()) {
        text += QStringLiteral(". ") + qs(revision.message);
    }
    return text;
}

InspectorContent::Card alarmCard(const RevisionState& revision) {
    const QString title = revision.visibility == Visibility::Hidden ? QStringLiteral("Hidden, but routed")
                          : revision.visibility == Visibility::Partial
                              ? QStringLiteral("Half hidden, but routed")
                              : QStringLiteral("Routed, but out of reach");
    return {State::Alarm, title, qs(revision.alarmReason)};
}

InspectorContent::Card unseenCard(const RevisionState& revision) {
    switch (revision.visibility) {
    case Visibility::Partial:
        return {
            State::Hidden, QStringLiteral("Half hidden"),
            QStringLiteral("Its two Services reach different namespaces: one of them was changed alone.")};
    case Visibility::Restricted:
        return {State::Hidden, QStringLiteral("Restricted"),
                QStringLiteral("Only the namespaces that exportTo names see it.")};
    case Visibility::Hidden:
    case Visibility::Visible:
        break;
    }
    return {State::Hidden, QStringLiteral("Hidden"),
            QStringLiteral("No proxy carries it. A rollback to it answers 503 until it is shown again.")};
}

InspectorContent::Card cardOf(const engine::Picture& picture, const RevisionState& revision) {
    if (revision.alarm) {
        return alarmCard(revision);
    }
    if (revision.visibility != Visibility::Visible) {
        return unseenCard(revision);
    }
    if (revision.routed) {
        QString text =
            revision.percent > 0
                ? QStringLiteral("Takes %1 of the traffic of %2.")
                      .arg(percentText(revision.percent),
                           revision.route.empty() ? qs(revision.service) : qs(revision.route))
                : QStringLiteral("Takes no share of the main address, but can be reached: %1.")
                      .arg(revision.tags.empty() ? QStringLiteral("something names it") : tagsText(revision));
        return {State::Routed, QStringLiteral("Routed"), text};
    }
    if (revision.routingState == "pending") {
        return {State::Quiet, QStringLiteral("Coming up"),
                QStringLiteral("No Route names it yet; Knative may still send traffic to it.")};
    }
    const auto proxies = static_cast<std::int64_t>(picture.weights->proxies.size());
    return {State::Reserve, QStringLiteral("In reserve"),
            QStringLiteral("Takes no traffic, and still costs each proxy that sees it %1, estimated "
                           "(%2 in the mesh).")
                .arg(bytesText(bytesOf(picture, revision)), counted(proxies, "proxy", "proxies"))};
}

QString replicasText(const engine::Picture& picture, const RevisionState& revision) {
    const QString id = QStringLiteral("revision/%1/%2").arg(qs(revision.ns), qs(revision.name));
    const std::string key = id.toStdString();
    const auto& graph = *picture.graph;
    for (const auto& edge : graph.edges) {
        if (edge.from < graph.nodes.size() && edge.to < graph.nodes.size() &&
            graph.nodes[edge.from].id == key && graph.nodes[edge.to].kind == graph::NodeKind::Pods) {
            const auto& pods = graph.nodes[edge.to];
            return QStringLiteral("%1 ready of %2").arg(pods.podsReady).arg(pods.podsTotal);
        }
    }
    return QString::number(revision.replicas);
}

QString modeText(const RevisionState& revision) {
    if (revision.mode == "Proxy") {
        return QStringLiteral("through the activator");
    }
    if (revision.mode == "Serve") {
        return QStringLiteral("straight to its pods");
    }
    return revision.mode.empty() ? dash() : qs(revision.mode);
}

QString routingText(const RevisionState& revision, UnixSeconds clock) {
    QString text = revision.routingState.empty() ? dash() : qs(revision.routingState);
    if (revision.routingStateModified > 0) {
        text += QStringLiteral(", ") + spanText((clock - revision.routingStateModified) * 1000);
    }
    return text;
}

InspectorContent::Fact serviceFact(const QString& label, const std::string& service,
                                   const std::optional<std::string>& exportTo) {
    if (service.empty()) {
        return {label, QStringLiteral("not found"),
                QStringLiteral("No Service of this revision carries the label that Knative gives it.")};
    }
    const QString value =
        exportTo ? QStringLiteral("exportTo ") + qs(*exportTo) : QStringLiteral("exportTo ") + dash();
    return {label, value,
            QStringLiteral("Service %1\nnetworking.istio.io/exportTo: %2")
                .arg(qs(service),
                     exportTo ? qs(*exportTo) : QStringLiteral("not set, the mesh's default counts"))};
}

std::vector<InspectorContent::Fact> factsOf(const engine::Picture& picture, const RevisionState& revision) {
    const UnixSeconds clock = clockOf(picture);
    const auto proxies = static_cast<std::int64_t>(picture.weights->proxies.size());
    const bool seen = revision.visibility != Visibility::Hidden;
    std::vector<InspectorContent::Fact> facts{
        {QStringLiteral("Traffic"), trafficText(revision), {}},
        {QStringLiteral("Replicas"), replicasText(picture, revision), {}},
        {QStringLiteral("Routing state"), routingText(revision, clock),
         QStringLiteral("Label serving.knative.dev/routingState, and how long it is so.")},
        serviceFact(QStringLiteral("Public Service"), revision.publicService, revision.publicExportTo),
        serviceFact(QStringLiteral("Private Service"), revision.privateService, revision.privateExportTo),
        {seen ? QStringLiteral("Weight") : QStringLiteral("Weight if shown"),
         QStringLiteral("%1 × %2").arg(bytesText(bytesOf(picture, revision)),
                                       counted(proxies, "proxy", "proxies")),
         QStringLiteral("Pushed protobuf of its two Services to each proxy that sees both: an estimate by "
                        "formula. A Sidecar may spare some of the proxies. %1 Envoy clusters a proxy.")
             .arg(revision.envoyClusters)},
        {QStringLiteral("Requests go"), modeText(revision),
         QStringLiteral("Mode of its ServerlessService: %1")
             .arg(revision.mode.empty() ? QStringLiteral("unknown") : qs(revision.mode))},
        {QStringLiteral("Age"), revision.created > 0 ? spanText((clock - revision.created) * 1000) : dash(),
         revision.created > 0 ? qs(formatTime(revision.created)) : QString()},
    };
    if (!revision.ready) {
        facts.insert(facts.begin() + 2, {QStringLiteral("Ready"),
                                         revision.reason.empty() ? QStringLiteral("no") : qs(revision.reason),
                                         notReadyText(revision)});
    }
    return facts;
}

std::vector<QString> textsOf(const std::vector<std::string>& sentences) {
    std::vector<QString> texts;
    texts.reserve(sentences.size());
    for (const auto& sentence : sentences) {
        texts.push_back(qs(sentence));
    }
    return texts;
}

std::vector<InspectorContent::Section> sectionsOf(const engine::Picture& picture,
                                                  const RevisionState& revision) {
    std::vector<InspectorContent::Section> sections;
    if (!revision.witnesses.empty()) {
        InspectorContent::Section why{QStringLiteral("Why it is routed"), {}, revision.alarm};
        for (const auto& witness : revision.witnesses) {
            why.points.push_back(qs(witness.sentence()));
        }
        sections.push_back(std::move(why));
    } else if (!revision.hideable && !revision.reasons.empty()) {
        sections.push_back({QStringLiteral("Why it cannot be hidden"), textsOf(revision.reasons), false});
    }
    if (!revision.warnings.empty()) {
        sections.push_back({QStringLiteral("Before you hide it"), textsOf(revision.warnings), false});
    }
    if (!revision.ready) {
        sections.push_back({QStringLiteral("Why it is not ready"), {notReadyText(revision)}, false});
    }
    if (!mayChange(picture)) {
        const QString why = picture.readOnly
                                ? QStringLiteral("Plimsoll was started with --read-only.")
                                : QStringLiteral("This is a file: there is no server to change.");
        sections.push_back({QStringLiteral("Nothing can be changed here"), {why}, false});
    }
    return sections;
}

} // namespace

InspectorContent describeRevision(const engine::Picture& picture, const RevisionState& revision) {
    using Change = knative::ChangeRequest::Action;
    InspectorContent content;
    content.nodeId = QStringLiteral("revision/%1/%2").arg(qs(revision.ns), qs(revision.name));
    content.title = qs(revision.name);
    content.subtitle = QStringLiteral("revision · %1 · service %2")
                           .arg(qs(revision.ns), revision.service.empty() ? dash() : qs(revision.service));
    content.card = cardOf(picture, revision);
    content.facts = factsOf(picture, revision);
    content.sections = sectionsOf(picture, revision);
    content.object = {cluster::Kind::Revision, qs(revision.ns), qs(revision.name)};
    if (!mayChange(picture)) {
        return content;
    }
    const bool unseen = revision.alarm || revision.visibility != Visibility::Visible;
    if (unseen) {
        content.actions.push_back(revision.alarm ? InspectorContent::Action::ShowNow
                                                 : InspectorContent::Action::Show);
        content.kubectl = kubectlFor(picture, revision, Change::Show);
    }
    if (revision.hideable && revision.visibility != Visibility::Hidden) {
        content.actions.push_back(InspectorContent::Action::Hide);
        if (content.kubectl.isEmpty()) {
            content.kubectl = kubectlFor(picture, revision, Change::Hide);
        }
    }
    return content;
}

} // namespace plimsoll::views
