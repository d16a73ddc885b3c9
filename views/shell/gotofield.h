// SPDX-License-Identifier: Apache-2.0
// The find and go-to field of the bar.
#pragma once

#include "shell/gotomodel.h"

#include <QLineEdit>

namespace plimsoll::views {

class GoToField final : public QLineEdit {
    Q_OBJECT

public:
    explicit GoToField(QWidget* parent = nullptr);
    void setViews(const QStringList& views) { m_model->setViews(views); }
    void setPicture(const engine::PicturePtr& picture);

signals:
    void chosen(const QString& target); // "view/1" or a graph node's id
    void searched(const QString& text); // Enter, and nothing matches

protected:
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void take(const QModelIndex& index);
    void refill();

    GoToModel* m_model;
    engine::PicturePtr m_picture;
    bool m_filled = false; // entries are made when somebody looks, not with every picture
};

} // namespace plimsoll::views
