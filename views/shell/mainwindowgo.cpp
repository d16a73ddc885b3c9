// SPDX-License-Identifier: Apache-2.0
#include "graph/graphview.h"
#include "revisions/revisionsview.h"
#include "shell/gotofield.h"
#include "shell/inspector.h"
#include "shell/mainwindow_p.h"
#include "shell/namespacepicker.h"
#include "shell/topbar.h"
#include "status/namespacesdialog.h"
#include "weight/loadlineview.h"

#include <algorithm>

namespace plimsoll::views {

void MainWindow::Private::select(const QString& nodeId, QWidget* from) {
    if (passing || nodeId == selected) {
        return;
    }
    ++activity;
    selected = nodeId;
    passing = true;
    if (from != graph && view == View::Graph) {
        graph->select(nodeId, true);
    }
    const NodeName id = splitNodeId(nodeId);
    if (from != revisions && view == View::Revisions && id.kind == QLatin1String("revision")) {
        revisions->select(id.ns, id.name);
    }
    passing = false;
    updateInspector();
}

void MainWindow::Private::updateInspector() {
    auto content = describe(*picture, selected);
    if (!content) {
        selected.clear(); // it is gone
        content = describe(*picture, {});
    }
    inspector->setContent(*content);
}

void MainWindow::Private::goTo(const QString& target) {
    const NodeName id = splitNodeId(target);
    if (id.kind == QLatin1String("view")) {
        show(static_cast<View>(std::clamp(id.ns.toInt(), 0, 4) + 1));
        return;
    }
    const bool inTable = view == View::Revisions && id.kind == QLatin1String("revision");
    const bool inLoadLine = view == View::LoadLine && id.kind == QLatin1String("proxy");
    if (!namespaces.isEmpty() && !id.ns.isEmpty() && !namespaces.contains(id.ns)) {
        bar->namespaces().setChosen({}); // what is gone to must be seen
    }
    if (!inTable && !inLoadLine) {
        show(View::Graph);
    }
    selected.clear();
    select(target, nullptr);
}

void MainWindow::Private::search(const QString& text) {
    if (view == View::Revisions) {
        revisions->filter(text);
        return;
    }
    show(View::Graph);
    if (hasContent() && graph->find(text) > 0) {
        return;
    }
    toast->showMessage(
        {Icon::Search,
         Tone::Muted,
         QStringLiteral("Nothing is named like “%1”.").arg(text.left(80)),
         {QStringLiteral("Names of revisions, routes, Services, gateways and namespaces are looked "
                         "through.")},
         {},
         false});
}

void MainWindow::Private::nextAlarm() {
    std::vector<const knative::RevisionState*> alarms;
    for (const auto& revision : picture->revisions) {
        if (revision.alarm) {
            alarms.push_back(&revision);
        }
    }
    if (alarms.empty()) {
        return;
    }
    const auto* alarm = alarms[alarmAt++ % alarms.size()];
    goTo(QStringLiteral("revision/%1/%2").arg(qs(alarm->ns), qs(alarm->name)));
}

void MainWindow::Private::back() {
    if (bar->goTo().hasFocus()) {
        bar->goTo().clear();
        bar->goTo().clearFocus();
        return;
    }
    if (toast->isVisible()) {
        toast->hide();
        return;
    }
    if (!selected.isEmpty()) {
        select({}, nullptr);
        return;
    }
    if (view == View::Welcome && opening.isEmpty()) {
        return;
    }
    if (!history.empty()) {
        const View former = history.back();
        history.pop_back();
        if (former != View::Welcome) {
            show(former);
            history.pop_back(); // going back is no step forward
        }
    }
}

void MainWindow::Private::goToPod(const QString& ns, const QString& pod) {
    const std::string wantedNs = ns.toStdString();
    const std::string wanted = pod.toStdString();
    const auto& nodes = picture->graph->nodes;
    const auto it = std::find_if(nodes.begin(), nodes.end(), [&](const graph::Node& node) {
        return node.kind == graph::NodeKind::Pods && node.ns == wantedNs &&
               std::find(node.pods.begin(), node.pods.end(), wanted) != node.pods.end();
    });
    if (it != nodes.end()) {
        goTo(qs(it->id));
        return;
    }
    toast->showMessage({Icon::Info,
                        Tone::Text,
                        QStringLiteral("Pod %1/%2 is not in the graph.").arg(ns, pod),
                        {QStringLiteral("It is gone, or it belongs to no Service or revision.")},
                        {},
                        false});
}

void MainWindow::Private::setNamespaces(const QStringList& chosen) {
    ++activity;
    namespaces = chosen;
    graph->setNamespaces(chosen);
    revisions->setNamespaces(chosen);
    loadLine->setNamespaces(chosen);
}

void MainWindow::Private::nameNamespaces() {
    const QString context = qs(picture->source.name);
    if (!launcher.namespaces || !launcher.setNamespaces || context.isEmpty()) {
        return;
    }
    NamespacesDialog dialog(context, launcher.namespaces(context), q);
    if (dialog.exec() == QDialog::Accepted) {
        launcher.setNamespaces(context, dialog.names());
        openContext(context);
    }
}

} // namespace plimsoll::views
