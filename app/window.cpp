// SPDX-License-Identifier: Apache-2.0
#include "app/window.h"

#include "app/commands/commands.h"
#include "app/consent.h"
#include "app/diagnostics.h"
#include "app/kubeconfigchange.h"
#include "app/namespaces.h"
#include "app/sources.h"
#include "engine/model.h"
#include "kube/kubeconfigwatch.h"
#include "kube/pluginsession.h"
#include "shell/consent.h"
#include "shell/mainwindow.h"

#include <unistd.h>

#include <QApplication>
#include <QDir>
#include <QNetworkInformation>
#include <QSettings>

namespace plimsoll::app {
namespace {

constexpr auto lastContextKey = "lastContext";

QSettings settings() {
    return QSettings(QStringLiteral("plimsoll"), QStringLiteral("plimsoll"));
}

views::ThemeChoice themeOf(const Arguments& arguments) {
    return arguments.theme == "dark"    ? views::ThemeChoice::Dark
           : arguments.theme == "light" ? views::ThemeChoice::Light
                                        : views::ThemeChoice::System;
}

/// Opens sources for the window; what it is asked to open replaces the source that the command line named.
class Opener final : public QObject {
public:
    Opener(engine::Model& model, Arguments arguments) : m_model(model), m_arguments(std::move(arguments)) {}

    void setWindow(views::MainWindow* window) { m_window = window; }

    void context(const QString& name) {
        auto arguments = withoutSource();
        arguments.kube.context = name.toStdString();
        if (open(arguments)) {
            settings().setValue(QLatin1String(lastContextKey), name);
        }
    }
    void path(const QString& path) {
        auto arguments = withoutSource();
        arguments.from = path.toStdString();
        open(arguments);
    }
    void demo(int revisions) {
        auto arguments = withoutSource();
        arguments.demo = revisions;
        open(arguments);
    }

    /// What the command line names, else the last context, else the current one; false: the welcome page is
    /// shown.
    bool first() {
        if (m_arguments.namesSource()) {
            return open(m_arguments);
        }
        const auto kubeconfig = kube::Kubeconfig::load(m_arguments.kube, kube::Environment::ofProcess());
        if (!kubeconfig) {
            return false;
        }
        const auto last = settings().value(QLatin1String(lastContextKey)).toString().toStdString();
        for (const auto& context : kubeconfig->contexts()) {
            if (context.name == last) {
                auto arguments = m_arguments;
                arguments.kube.context = last;
                return open(arguments);
            }
        }
        return !kubeconfig->currentContext().empty() && open(m_arguments);
    }

    [[nodiscard]] std::vector<views::ContextEntry> contexts() const {
        std::vector<views::ContextEntry> entries;
        const auto kubeconfig = kube::Kubeconfig::load(m_arguments.kube, kube::Environment::ofProcess());
        if (!kubeconfig) {
            return entries;
        }
        for (const auto& context : kubeconfig->contexts()) {
            entries.push_back({views::qs(context.name), views::qs(context.server), views::qs(context.ns),
                               views::qs(context.execCommand), context.current});
        }
        return entries;
    }

    [[nodiscard]] QString contextsProblem() const {
        const auto kubeconfig = kube::Kubeconfig::load(m_arguments.kube, kube::Environment::ofProcess());
        return kubeconfig ? QString() : views::qs(kubeconfig.error().sentence());
    }

    /// The contexts are shown as they are now; the one that is open is read anew where it has changed.
    void kubeconfigChanged() {
        m_window->contextsChanged();
        if (!m_open) {
            return; // a file, the demo or nothing
        }
        const auto change = changeOf(m_config, kube::configFor(m_open->kube, kube::Environment::ofProcess()));
        if (change.open) {
            const auto arguments = *m_open; // as open() sets it
            open(arguments);
        }
        if (!change.text.empty() && (change.open || change.text != m_told)) {
            m_window->tell(views::qs(change.text), change.warning);
        }
        m_told = change.text;
    }

private:
    [[nodiscard]] Arguments withoutSource() const {
        auto arguments = m_arguments;
        arguments.demo.reset();
        arguments.from.reset();
        arguments.kube.context.reset();
        return arguments;
    }

    bool open(const Arguments& arguments) {
        SourceOptions options;
        options.alive = true;
        options.countFirst = true;
        options.plugins = m_plugins;
        options.consent = [this, allow = arguments.allowExec](const std::string& context,
                                                              const std::string& commandLine,
                                                              const std::function<void(bool)>& decide) {
            if (allow || consentGiven(context, commandLine)) {
                decide(true);
                return;
            }
            ask(context, commandLine, decide);
        };
        remember(arguments);
        const auto factory = sourceFrom(arguments, options);
        if (!factory) {
            qWarning("%s", factory.error().sentence().c_str());
            m_window->reportFailure(factory.error());
            return false;
        }
        m_window->setOpening(nameOf(arguments));
        m_model.open(*factory);
        return true;
    }

    /// By its name, once that is known: another current context is not another source.
    void remember(const Arguments& arguments) {
        m_open.reset();
        m_config.reset();
        if (arguments.demo || arguments.from) {
            return;
        }
        m_open = arguments;
        if (auto config = kube::configFor(arguments.kube, kube::Environment::ofProcess())) {
            if (!config->context.empty()) {
                m_open->kube.context = config->context;
            }
            m_config = std::move(*config);
        }
    }

    [[nodiscard]] static QString nameOf(const Arguments& arguments) {
        if (arguments.demo) {
            return QStringLiteral("demo");
        }
        return views::qs(arguments.from ? *arguments.from : arguments.kube.context.value_or("kubeconfig"));
    }

    /// Called on the model thread: the question is put on this one, the answer goes back there.
    void ask(const std::string& context, const std::string& commandLine,
             const std::function<void(bool)>& decide) {
        auto* asker = new QObject; // lives on the model thread; its end is the answer's
        QMetaObject::invokeMethod(this, [this, asker, context, commandLine, decide] {
            views::askConsent(m_window, views::qs(context), views::qs(commandLine),
                              [asker, context, commandLine, decide](bool yes) {
                                  if (yes) {
                                      rememberConsent(context, commandLine);
                                  }
                                  QMetaObject::invokeMethod(asker, [asker, decide, yes] {
                                      decide(yes);
                                      asker->deleteLater();
                                  });
                              });
        });
    }

    engine::Model& m_model;
    Arguments m_arguments;
    views::MainWindow* m_window = nullptr;
    std::optional<Arguments> m_open;      // that lead to a server
    std::optional<kube::Config> m_config; // what they led to; nothing: they could not be followed
    std::string m_told;                   // of the kubeconfig's last change
    std::shared_ptr<kube::PluginCache> m_plugins = std::make_shared<kube::PluginCache>();
};

engine::ModelOptions modelOptions(const Arguments& arguments) {
    engine::ModelOptions options;
    options.readOnly = arguments.readOnly;
    options.istioVersion = istioVersion(arguments);
    return options;
}

/// Another network, or one again: what was connected hangs, and is asked anew at once instead of after the
/// heartbeat's silence.
void watchNetwork(engine::Model& model) {
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        return; // no NetworkManager here: the heartbeat notices
    }
    QObject::connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, &model,
                     [&model](QNetworkInformation::Reachability now) {
                         if (now != QNetworkInformation::Reachability::Disconnected) {
                             model.refresh();
                         }
                     });
}

} // namespace

int runWindow(const Arguments& arguments) {
    engine::Model model(modelOptions(arguments));
    Opener opener(model, arguments);
    views::Launcher launcher;
    launcher.openContext = [&](const QString& name) { opener.context(name); };
    launcher.openPath = [&](const QString& path) { opener.path(path); };
    launcher.openDemo = [&](int revisions) { opener.demo(revisions); };
    launcher.contexts = [&] { return opener.contexts(); };
    launcher.contextsProblem = [&] { return opener.contextsProblem(); };
    launcher.namespaces = [](const QString& context) {
        QStringList names;
        for (const auto& name : savedNamespaces(context.toStdString())) {
            names << views::qs(name);
        }
        return names;
    };
    launcher.setNamespaces = [](const QString& context, const QStringList& list) {
        std::vector<std::string> names;
        for (const auto& name : list) {
            names.push_back(name.toStdString());
        }
        saveNamespaces(context.toStdString(), names);
    };
    launcher.diagnostics = [&] { return diagnostics(*model.picture()); };

    views::MainWindow window(model, launcher);
    opener.setWindow(&window);
    watchNetwork(model);
    kube::KubeconfigWatch kubeconfig(arguments.kube, kube::Environment::ofProcess());
    QObject::connect(&kubeconfig, &kube::KubeconfigWatch::changed, &opener,
                     [&opener] { opener.kubeconfigChanged(); });
    if (!arguments.theme.empty()) {
        window.setThemeChoice(themeOf(arguments));
    }
    window.show();
    if (!opener.first()) {
        window.show(views::MainWindow::View::Welcome);
    }
    return QApplication::exec();
}

int renderInstead(const Arguments& arguments) {
    const auto folder = QDir::tempPath() + QStringLiteral("/plimsoll-%1").arg(getuid());
    if (!QDir().mkpath(folder)) {
        return complain(Error{ErrorCode::Input, "the folder cannot be made", folder.toStdString(),
                              "Set TMPDIR to a folder that can be written", 0});
    }
    print("There is no display, so the graph is drawn to files.\n");
    for (const auto* suffix : {"png", "svg"}) {
        auto one = arguments;
        one.command = "export";
        one.output = folder.toStdString() + "/graph." + suffix;
        if (const int code = exportCommand(one); code != 0) {
            return code;
        }
        print(one.output + "\n");
    }
    return 0;
}

} // namespace plimsoll::app
