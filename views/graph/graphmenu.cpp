// SPDX-License-Identifier: Apache-2.0
#include "graph/graphview_p.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

namespace plimsoll::views {
namespace {

constexpr qsizetype longestLine = 90; // characters of a reason in the menu

QString menuText(const QString& text) {
    QString line = text.size() > longestLine ? text.left(longestLine) + QChar(0x2026) : text;
    return line.replace(u'&', QStringLiteral("&&")); // no shortcut of ours
}

void addNote(QMenu& menu, const QString& text) {
    menu.addAction(menuText(text))->setEnabled(false);
}

} // namespace

/// Hide and Show as far as they make sense; what is not safe says why. Nothing at all when read-only.
void GraphView::Private::addRevisionActions(QMenu& menu, const knative::RevisionState& revision) {
    if (scene->picture->readOnly) {
        return;
    }
    const QString ns = qs(revision.ns);
    const QString name = qs(revision.name);
    const bool writable = scene->picture->source.writable;
    if (revision.visibility != knative::Visibility::Visible) {
        auto* show =
            menu.addAction(QStringLiteral("Show"), q, [this, ns, name] { emit q->showRequested(ns, name); });
        show->setEnabled(writable);
    }
    if (revision.visibility != knative::Visibility::Hidden) {
        auto* hide =
            menu.addAction(QStringLiteral("Hide"), q, [this, ns, name] { emit q->hideRequested(ns, name); });
        hide->setEnabled(writable && revision.hideable);
        if (!revision.hideable) {
            for (const auto& reason : revision.reasons) {
                addNote(menu, QStringLiteral("    ") + qs(reason));
            }
        }
    }
    if (!writable) {
        addNote(menu, QStringLiteral("    These are files: nothing can be changed in them"));
    }
    menu.addSeparator();
}

void GraphView::Private::fillMenu(QMenu& menu, const std::optional<Hit>& hit) {
    if (hit && hit->kind == Hit::Kind::Node) {
        const auto& node = scene->nodes[hit->index];
        if (const auto* revision = scene->revision(node)) {
            addRevisionActions(menu, *revision);
        }
        const QString name = qs(scene->node(node).label);
        menu.addAction(QStringLiteral("Copy name"), q,
                       [name] { QGuiApplication::clipboard()->setText(name); });
        menu.addSeparator();
    }
    if (hit && hit->kind != Hit::Kind::Node) {
        const auto& group = scene->groups[hit->index];
        menu.addAction(
            menuText((group.open ? QStringLiteral("Close ") : QStringLiteral("Open ")) + qs(group.ns)), q,
            [this, id = group.id] { toggle(id); });
        menu.addSeparator();
    }
    menu.addAction(QStringLiteral("Show everything"), q, &GraphView::fit);
    menu.addAction(QStringLiteral("Export…"), q, &GraphView::exportRequested);
}

} // namespace plimsoll::views
