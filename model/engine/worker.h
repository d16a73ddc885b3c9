// SPDX-License-Identifier: Apache-2.0
// The model thread's side of engine::Model: owns the cluster, its source and the changer, and publishes
// pictures.
#pragma once

#include "engine/model.h"
#include "engine/picturemaker.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <deque>

namespace plimsoll::engine {

class Worker final : public QObject {
    Q_OBJECT

public:
    explicit Worker(ModelOptions options);
    ~Worker() override;

    /// `opening` counts the sources opened; each picture says of which it is.
    void open(const SourceFactory& factory, int opening);
    void close();
    void run(const knative::ChangeRequest& request);
    void undo(const std::string& batch);
    void refresh();
    void decodeSession(const std::string& text, const session::Options& options, int ticket);
    void readObject(cluster::Kind kind, const std::string& ns, const std::string& name, int ticket);

signals:
    void published(plimsoll::engine::PicturePtr picture, int opening);
    void changeFinished(plimsoll::knative::ChangeReport report);
    void sessionDecoded(std::vector<plimsoll::engine::DecodedSession> values, int ticket);
    void objectRead(plimsoll::Result<std::string> yaml, int ticket);
    void failed(plimsoll::Error error);

private:
    void sourceChanged();
    void publish();
    void computeHeavyParts();
    void forgetTexts();
    void remember(const Error& problem);
    [[nodiscard]] knative::ChangeReport refused(const knative::ChangeRequest& request, std::string why) const;

    ModelOptions m_options;
    std::unique_ptr<cluster::Cluster> m_cluster;
    std::unique_ptr<cluster::Source> m_source;
    std::unique_ptr<knative::Changer> m_changer;
    QTimer m_publish;
    PictureMaker m_maker;
    QThreadPool m_heavy;        // one thread, for weights and graph
    QElapsedTimer m_sinceBegun; // the last picture
    qint64 m_lastCost = 0;      // ms that it took to make
    std::uint64_t m_generation = 0;
    std::size_t m_texts = 0; // in the cluster's pool after the last sweep
    int m_opening = 0;
    std::deque<Error> m_problems;
};

} // namespace plimsoll::engine
