// SPDX-License-Identifier: Apache-2.0
#include "shell/namespacepicker.h"

#include <QFrame>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace plimsoll::views {

NamespacePicker::NamespacePicker(QWidget* parent)
    : QWidget(parent), m_chip(new Chip(Chip::Shape::Field, 200, this)) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_chip);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_chip, &QAbstractButton::clicked, this, &NamespacePicker::open);
    relabel();
}

void NamespacePicker::setNamespaces(const QStringList& existing) {
    m_existing = existing;
}

void NamespacePicker::setChosen(const QStringList& chosen) {
    if (chosen == m_chosen) {
        return;
    }
    m_chosen = chosen;
    relabel();
    emit chosenChanged(m_chosen);
}

void NamespacePicker::relabel() {
    if (m_chosen.isEmpty()) {
        m_chip->setLabel(QStringLiteral("All namespaces"));
    } else if (m_chosen.size() == 1) {
        m_chip->setLabel(m_chosen.front());
    } else {
        m_chip->setLabel(QStringLiteral("%1 namespaces").arg(m_chosen.size()));
    }
    m_chip->setTone(m_chosen.isEmpty() ? Tone::Text : Tone::Accent);
    m_chip->setAccessibleDescription(QStringLiteral("Which namespaces are shown"));
}

void NamespacePicker::fill(QListWidget& list, const QString& filter) const {
    const QSignalBlocker quiet(&list);
    list.clear();
    QStringList names = m_existing;
    for (const QString& name : m_chosen) {
        if (!names.contains(name)) {
            names.prepend(name); // chosen, and gone meanwhile: must still be possible to take back
        }
    }
    for (const QString& name : names) {
        if (name.contains(filter, Qt::CaseInsensitive)) {
            auto* item = new QListWidgetItem(name, &list);
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
            item->setCheckState(m_chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
            item->setToolTip(toolTipOf(name));
        }
    }
}

void NamespacePicker::open() {
    auto* popup = new QFrame(this, Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setProperty("role", QStringLiteral("card"));
    auto* box = new QVBoxLayout(popup);
    box->setContentsMargins(8, 8, 8, 8);
    auto* filter = new QLineEdit(popup);
    filter->setPlaceholderText(QStringLiteral("Filter namespaces"));
    filter->setAccessibleName(filter->placeholderText());
    auto* list = new QListWidget(popup);
    list->setAccessibleName(QStringLiteral("Namespaces"));
    list->setTextElideMode(Qt::ElideRight);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* all = new QPushButton(QStringLiteral("Show all namespaces"), popup);
    box->addWidget(filter);
    box->addWidget(list);
    box->addWidget(all);
    fill(*list, {});
    connect(filter, &QLineEdit::textChanged, list, [this, list](const QString& text) { fill(*list, text); });
    connect(list, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        QStringList chosen = m_chosen;
        chosen.removeAll(item->text());
        if (item->checkState() == Qt::Checked) {
            chosen << item->text();
        }
        chosen.sort();
        setChosen(chosen);
    });
    connect(all, &QPushButton::clicked, popup, [this, popup] {
        setChosen({});
        popup->close();
    });
    popup->resize(280, 340);
    popup->move(mapToGlobal(QPoint(0, height() + 4)));
    popup->show();
    filter->setFocus();
}

} // namespace plimsoll::views
