// SPDX-License-Identifier: Apache-2.0
// How true the picture is, kind by kind: objects, bytes, state, last change, and what is missing and why.
#pragma once

#include "engine/picture.h"

#include <QWidget>

#include <memory>

namespace plimsoll::views {

class StatusView final : public QWidget {
    Q_OBJECT

public:
    explicit StatusView(QWidget* parent = nullptr);
    ~StatusView() override;

    void setPicture(engine::PicturePtr picture);

signals:
    void refreshRequested();
    void namespacesRequested(); // to name those that are read one by one

protected:
    void showEvent(QShowEvent* event) override; // pictures that came meanwhile are shown now

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
