// SPDX-License-Identifier: Apache-2.0
// Where everything begins: the contexts found, files, the demo estate.
#pragma once

#include "shell/launcher.h"

#include <QWidget>

class QVBoxLayout;

namespace plimsoll::views {

class WelcomePage final : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);
    /// `problem`: why there are none, or what is wrong with the kubeconfig; empty when all is well.
    void setContexts(const std::vector<ContextEntry>& contexts, const QString& problem);

signals:
    void contextChosen(const QString& name);
    void fileRequested();
    void folderRequested();
    void demoRequested();

private:
    QWidget* makeIntro();
    QWidget* makeOthers();

    QWidget* m_card = nullptr;
    QWidget* m_list;
    QVBoxLayout* m_rows;
};

} // namespace plimsoll::views
