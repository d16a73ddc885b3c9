// SPDX-License-Identifier: Apache-2.0
#include "shell/gotofield.h"

#include "theme/icons.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>

namespace plimsoll::views {

GoToField::GoToField(QWidget* parent) : QLineEdit(parent), m_model(new GoToModel(this)) {
    setPlaceholderText(QStringLiteral("Find or go to…"));
    setAccessibleName(QStringLiteral("Find or go to a revision, namespace or view"));
    setToolTip(QStringLiteral("A revision, route, Service, namespace or view (Ctrl+K)"));
    setTextMargins(22, 0, 44, 0);
    setMaxLength(300);
    auto* completer = new QCompleter(this);
    completer->setModel(m_model);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->setMaxVisibleItems(12);
    setCompleter(completer);
    connect(this, &QLineEdit::textEdited, this, [this](const QString& text) {
        refill();
        m_model->setQuery(text);
    });
    connect(completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, &GoToField::take,
            Qt::QueuedConnection); // after the completer wrote its text into the field
}

void GoToField::setPicture(const engine::PicturePtr& picture) {
    m_picture = picture;
    m_filled = false;
}

void GoToField::refill() {
    if (!m_filled && m_picture) {
        m_model->setPicture(*m_picture);
        m_filled = true;
    }
}

void GoToField::focusInEvent(QFocusEvent* event) {
    QLineEdit::focusInEvent(event);
    selectAll();
}

void GoToField::take(const QModelIndex& index) {
    const QString target = index.data(GoToModel::TargetRole).toString();
    clear();
    if (!target.isEmpty()) {
        emit chosen(target);
    }
}

void GoToField::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    QAbstractItemView* popup = completer()->popup();
    if (enter && popup->isVisible() && popup->currentIndex().isValid()) {
        const QModelIndex index = popup->currentIndex();
        popup->hide();
        take(index);
        return;
    }
    if (enter && !text().trimmed().isEmpty()) {
        popup->hide();
        refill();
        const QString words = text();
        m_model->setQuery(words);
        if (m_model->rowCount() > 0) {
            take(m_model->index(0));
        } else {
            emit searched(words);
        }
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        clear();
        clearFocus();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void GoToField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    paintIcon(painter, Icon::Search, current().muted, QRectF(9, (height() - 15) / 2.0, 15, 15));
    if (text().isEmpty()) {
        painter.setFont(views::font(TextSize::Small));
        painter.setPen(current().muted);
        painter.drawText(rect().adjusted(0, 0, -11, 0), Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("Ctrl K"));
    }
}

} // namespace plimsoll::views
