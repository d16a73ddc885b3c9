// SPDX-License-Identifier: Apache-2.0
#include "graph/layoutworker.h"

#include "graph/scenebuilder.h"

namespace plimsoll::views {

/// Lives in the worker's thread.
class SceneMaker final : public QObject {
    Q_OBJECT

public:
    void make(const SceneRequest& request, std::uint64_t number, const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return;
        }
        const auto scene = buildScene(request, m_layouter, stop);
        if (scene) {
            emit made(*scene, number);
        } else if (scene.error().code != ErrorCode::Cancelled) {
            emit failed(scene.error(), number);
        }
    }

signals:
    void made(plimsoll::views::ScenePtr scene, quint64 number);
    void failed(plimsoll::Error error, quint64 number);

private:
    layout::Layouter m_layouter;
};

LayoutWorker::LayoutWorker(QObject* parent) : QObject(parent), m_maker(new SceneMaker) {
    qRegisterMetaType<ScenePtr>();
    qRegisterMetaType<Error>();
    m_maker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_maker, &QObject::deleteLater);
    connect(m_maker, &SceneMaker::made, this, &LayoutWorker::take);
    connect(m_maker, &SceneMaker::failed, this, [this](const Error& error, quint64 number) {
        if (number == m_asked) {
            m_done = number;
            emit failed(error);
        }
    });
    m_thread.setObjectName(QStringLiteral("layout"));
    m_thread.start();
}

LayoutWorker::~LayoutWorker() {
    m_stop.request_stop();
    m_thread.quit();
    m_thread.wait();
}

std::uint64_t LayoutWorker::request(SceneRequest request) {
    m_stop.request_stop();
    m_stop = std::stop_source();
    ++m_asked;
    QMetaObject::invokeMethod(m_maker, [maker = m_maker, request = std::move(request), number = m_asked,
                                        stop = m_stop.get_token()] { maker->make(request, number, stop); });
    return m_asked;
}

void LayoutWorker::take(ScenePtr scene, std::uint64_t number) {
    if (number == m_asked) {
        m_done = number;
        emit finished(std::move(scene), number);
    }
}

} // namespace plimsoll::views

#include "layoutworker.moc"
