// SPDX-License-Identifier: Apache-2.0
#include "engine/model.h"

#include "engine/worker.h"

#include <QThread>

namespace plimsoll::engine {

class Model::Private {
public:
    explicit Private(ModelOptions given) : options(std::move(given)) {}

    /// Runs `call` with the worker on the model thread.
    template <class Call>
    void post(Call call) {
        QMetaObject::invokeMethod(
            worker, [w = worker, c = std::move(call)]() mutable { c(*w); }, Qt::QueuedConnection);
    }

    ModelOptions options;
    QThread thread;
    Worker* worker = nullptr; // lives on `thread`, deleted when it finishes
    PicturePtr picture = std::make_shared<Picture>();
    int opening = 0; // counts open() and close(): pictures of an older one are dropped
};

Model::Model(ModelOptions options, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(std::move(options))) {
    d->worker = new Worker(d->options);
    d->worker->moveToThread(&d->thread);
    connect(&d->thread, &QThread::finished, d->worker, &QObject::deleteLater);
    const auto relay = [this](auto from, auto to) {
        connect(d->worker, from, this, to, Qt::QueuedConnection);
    };
    relay(&Worker::changeFinished, &Model::changeFinished);
    relay(&Worker::sessionDecoded, &Model::sessionDecoded);
    relay(&Worker::objectRead, &Model::objectRead);
    relay(&Worker::failed, &Model::failed);
    connect(
        d->worker, &Worker::published, this,
        [this](const PicturePtr& picture, int opening) {
            if (opening == d->opening) { // else it is of a source that was closed meanwhile
                d->picture = picture;
                emit pictureChanged(picture);
            }
        },
        Qt::QueuedConnection);
    d->thread.setObjectName(QStringLiteral("model"));
    d->thread.start();
}

Model::~Model() {
    QMetaObject::invokeMethod(
        d->worker, [w = d->worker] { w->close(); }, Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

void Model::open(SourceFactory factory) {
    d->picture = std::make_shared<Picture>();
    d->post([f = std::move(factory), opening = ++d->opening](Worker& worker) { worker.open(f, opening); });
}

void Model::close() {
    ++d->opening;
    d->picture = std::make_shared<Picture>();
    d->post([](Worker& worker) { worker.close(); });
    emit pictureChanged(d->picture);
}

PicturePtr Model::picture() const {
    return d->picture;
}

bool Model::readOnly() const {
    return d->options.readOnly;
}

void Model::run(const knative::ChangeRequest& request) {
    d->post([request](Worker& worker) { worker.run(request); });
}

void Model::undo(const QString& batch) {
    d->post([id = batch.toStdString()](Worker& worker) { worker.undo(id); });
}

void Model::refresh() {
    d->post([](Worker& worker) { worker.refresh(); });
}

void Model::decodeSession(const QString& text, const session::Options& options, int ticket) {
    d->post([t = text.toStdString(), options, ticket](Worker& worker) {
        worker.decodeSession(t, options, ticket);
    });
}

void Model::readObject(cluster::Kind kind, const QString& ns, const QString& name, int ticket) {
    d->post([kind, n = ns.toStdString(), o = name.toStdString(), ticket](Worker& worker) {
        worker.readObject(kind, n, o, ticket);
    });
}

} // namespace plimsoll::engine
