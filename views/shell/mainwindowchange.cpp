// SPDX-License-Identifier: Apache-2.0
#include "shell/confirmdialog.h"
#include "shell/inspectorcontent.h"
#include "shell/mainwindow_p.h"
#include "shell/yamldialog.h"

namespace plimsoll::views {
namespace {

using Outcome = knative::ChangeReport::Outcome;
using Action = knative::ChangeRequest::Action;

std::vector<QString> textsOf(const std::vector<std::string>& sentences) {
    std::vector<QString> texts;
    texts.reserve(sentences.size());
    for (const auto& sentence : sentences) {
        texts.push_back(qs(sentence));
    }
    return texts;
}

knative::ChangeRequest requestFor(Action action, const QString& ns, const QString& revision) {
    knative::ChangeRequest request;
    request.action = action;
    request.ns = ns.toStdString();
    request.revision = revision.toStdString();
    return request;
}

Toast::Message messageOf(const knative::ChangeReport& report) {
    Toast::Message message;
    message.text = qs(report.message);
    switch (report.outcome) {
    case Outcome::Done:
        message.icon = Icon::Check;
        message.tone = Tone::Ok;
        break;
    case Outcome::AlreadySo:
        message.icon = Icon::Info;
        message.tone = Tone::Muted;
        break;
    case Outcome::TakenBack:
        message.icon = Icon::Alarm;
        message.tone = Tone::Alarm;
        message.stays = true;
        message.points = textsOf(report.reasons);
        if (report.exposure) {
            message.points.push_back(QStringLiteral("It was hidden for %1 although it was routed.")
                                         .arg(spanText(report.exposure->count())));
        }
        break;
    case Outcome::Refused:
        message.icon = Icon::Denied;
        message.tone = Tone::Text;
        message.stays = true;
        message.points = textsOf(report.reasons.empty() ? report.warnings : report.reasons);
        break;
    case Outcome::Conflict:
    case Outcome::Failed:
        message.icon = Icon::Info;
        message.tone = Tone::Text;
        message.stays = true;
        message.points = textsOf(report.reasons);
        break;
    }
    return message;
}

} // namespace

void MainWindow::Private::askHide(const QString& ns, const QString& revision) {
    const auto* found = findRevision(*picture, ns, revision);
    if (found == nullptr || !mayChange(*picture)) {
        return;
    }
    if (!found->hideable) {
        toast->showMessage({Icon::Denied,
                            Tone::Text,
                            QStringLiteral("%1 cannot be hidden now.").arg(revision),
                            textsOf(found->reasons),
                            {},
                            true});
        return;
    }
    auto* dialog = new ConfirmDialog(hideConfirmation(*picture, *found), q);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("confirm"));
    const std::string source = picture->source.name + '\n' + picture->source.server;
    QObject::connect(dialog, &QDialog::accepted, q, [this, dialog, ns, revision, source] {
        if (source != picture->source.name + '\n' + picture->source.server) {
            return; // the context was changed under the question
        }
        auto request = requestFor(Action::Hide, ns, revision);
        request.acceptWarnings = dialog->acceptsWarnings();
        model.run(request);
    });
    dialog->open();
}

void MainWindow::Private::showRevision(const QString& ns, const QString& revision) {
    if (mayChange(*picture)) {
        model.run(requestFor(Action::Show, ns, revision));
    }
}

void MainWindow::Private::undoLast() {
    if (picture->undoable.empty() || picture->readOnly || model.readOnly()) {
        return;
    }
    const auto& last = picture->undoable.front();
    auto* dialog = new ConfirmDialog(undoConfirmation(*picture, last), q);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("confirm"));
    QObject::connect(dialog, &QDialog::accepted, q, [this, batch = qs(last.batch)] { model.undo(batch); });
    dialog->open();
}

void MainWindow::Private::report(const knative::ChangeReport& finished) {
    ++activity;
    Toast::Message message = messageOf(finished);
    // Taking back a hide shows a revision, which harms nobody: at once. Taking back a show hides one again,
    // which is asked for (Ctrl+Z).
    const bool hid = finished.request.action == Action::Hide;
    if (finished.outcome == Outcome::Done && !finished.batch.empty() && !finished.request.dryRun && hid &&
        mayChange(*picture)) {
        message.actions.push_back(
            {QStringLiteral("Undo"), [this, batch = qs(finished.batch)] { model.undo(batch); }});
    }
    toast->showMessage(message);
}

void MainWindow::Private::readYaml(cluster::Kind kind, const QString& ns, const QString& name) {
    const QString word = qs(cluster::info(kind).name);
    const QString title = ns.isEmpty() ? QStringLiteral("%1 %2").arg(word, name)
                                       : QStringLiteral("%1 %2/%3").arg(word, ns, name);
    yaml = new YamlDialog(title, ++ticket, q);
    yaml->show();
    model.readObject(kind, ns, name, ticket);
}

} // namespace plimsoll::views
