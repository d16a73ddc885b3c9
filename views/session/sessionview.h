// SPDX-License-Identifier: Apache-2.0
// Paste a cookie, a header line or a whole curl -v output; see what it names and whether that pod still
// lives.
#pragma once

#include "engine/model.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace plimsoll::views {

class SessionView final : public QWidget {
    Q_OBJECT

public:
    explicit SessionView(QWidget* parent = nullptr);
    ~SessionView() override;

    /// A new picture may mean that a pod died: what is shown is decoded again.
    void setPicture(engine::PicturePtr picture);
    /// The answer to decodeRequested with the same ticket; answers to older tickets are dropped.
    void setResult(const std::vector<engine::DecodedSession>& values, int ticket);

signals:
    void decodeRequested(const QString& text, const plimsoll::session::Options& options, int ticket);
    void podActivated(const QString& ns, const QString& pod);
    void revisionActivated(const QString& ns, const QString& revision);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
