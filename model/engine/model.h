// SPDX-License-Identifier: Apache-2.0
// The model as the user interface sees it: a handle on the UI thread to the source, store and computations
// that live on the model thread. Everything here returns at once; answers arrive as signals on the UI thread.
#pragma once

#include "engine/picture.h"
#include "session/value.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace plimsoll::engine {

/// Makes the source on the model thread, over that thread's cluster.
using SourceFactory = std::function<std::unique_ptr<cluster::Source>(cluster::Cluster&)>;

struct ModelOptions {
    bool readOnly = false;
    std::string journalPath; // empty: the default
    std::optional<mesh::Version> istioVersion;
};

struct DecodedSession {
    session::Value value;
    std::optional<session::PodMatch> pod;
};

class Model final : public QObject {
    Q_OBJECT

public:
    explicit Model(ModelOptions options, QObject* parent = nullptr);
    ~Model() override; // stops the model thread

    /// Closes the former source, if any, and opens this one. The picture is empty until the first one
    /// arrives.
    void open(SourceFactory factory);
    void close();

    /// Never null; an empty picture before the first.
    [[nodiscard]] PicturePtr picture() const;
    [[nodiscard]] bool readOnly() const;

public slots:
    void run(const plimsoll::knative::ChangeRequest& request);
    void undo(const QString& batch);
    void refresh();
    /// Decodes what was pasted against the current cluster; answered by sessionDecoded with the same ticket.
    void decodeSession(const QString& text, const plimsoll::session::Options& options, int ticket);
    /// The full object as YAML, read afresh; answered by objectRead.
    void readObject(plimsoll::cluster::Kind kind, const QString& ns, const QString& name, int ticket);

signals:
    void pictureChanged(plimsoll::engine::PicturePtr picture); // at most every 100 ms
    void changeFinished(plimsoll::knative::ChangeReport report);
    void sessionDecoded(std::vector<plimsoll::engine::DecodedSession> values, int ticket);
    void objectRead(plimsoll::Result<std::string> yaml, int ticket);
    void failed(plimsoll::Error error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::engine
