// SPDX-License-Identifier: Apache-2.0
// One decoded session value as a card: what it names, whether Envoy takes it, whether the pod lives, and why.
#pragma once

#include "engine/model.h"

#include <QFrame>

namespace plimsoll::views {

class ValueCard final : public QFrame {
    Q_OBJECT

public:
    /// `cluster`: a cluster is open, so that "no such pod" means something.
    ValueCard(const engine::DecodedSession& decoded, bool cluster, QWidget* parent = nullptr);

signals:
    void podActivated(const QString& ns, const QString& pod);
    void revisionActivated(const QString& ns, const QString& revision);

private:
    void addFact(const QString& name, QWidget* value);
    void addFact(const QString& name, const QString& value);
    [[nodiscard]] QWidget* head(const session::Value& value);
    void addPod(const engine::DecodedSession& decoded, bool cluster);
};

/// "protobuf cookie (Envoy 1.27 and later)", for people.
[[nodiscard]] QString formatText(session::Format format);
/// A date for Unix times; for uptimes the seconds, never a date; "never" without one.
[[nodiscard]] QString expiresText(const session::Value& value);

} // namespace plimsoll::views
