// SPDX-License-Identifier: Apache-2.0
#include "graph/graphexport.h"
#include "support/testmain.h"
#include "views/estate.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QImageReader>
#include <QJsonDocument>
#include <QSvgRenderer>
#include <QTemporaryDir>

using namespace plimsoll;
using namespace plimsoll::views;

class GraphExportTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QByteArray written(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void eachFormatIsWritten_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("svg") << "graph.svg" << QByteArray("<?xml");
        QTest::newRow("png") << "graph.PNG" << QByteArray("\x89PNG");
        QTest::newRow("pdf") << "graph.pdf" << QByteArray("%PDF");
        QTest::newRow("dot") << "graph.dot" << QByteArray("// Edges");
        QTest::newRow("gv") << "graph.gv" << QByteArray("// Edges");
        QTest::newRow("json") << "graph.json" << QByteArray("{");
    }
    void eachFormatIsWritten() {
        QFETCH(QString, name);
        QFETCH(QByteArray, begin);
        const auto done = exportGraph(test::smallEstate(), {}, path(name));
        QVERIFY2(done.has_value(), done ? "" : done.error().sentence().c_str());
        QVERIFY2(written(name).startsWith(begin), written(name).left(40).constData());
    }

    void svgHoldsTheTextsAndTheCaption() {
        QVERIFY(exportGraph(test::smallEstate(), {}, path(QStringLiteral("a.svg"))));
        const QByteArray svg = written(QStringLiteral("a.svg"));
        for (const char* text :
             {"checkout-00009", "90 %", "hidden, routed: 503", "not measured traffic", "payments"}) {
            QVERIFY2(svg.contains(text), text);
        }
        QVERIFY(QSvgRenderer(svg).isValid());
    }

    void pngHasTheScaleAskedFor() {
        GraphExport options;
        options.scale = 1;
        QVERIFY(exportGraph(test::smallEstate(), options, path(QStringLiteral("one.png"))));
        options.scale = 2;
        QVERIFY(exportGraph(test::smallEstate(), options, path(QStringLiteral("two.png"))));
        const QImage one(path(QStringLiteral("one.png")));
        const QImage two(path(QStringLiteral("two.png")));
        QCOMPARE(two.size(), one.size() * 2);
        QCOMPARE(one.pixelColor(1, 1), options.theme.ground);
    }

    void allOpensEveryNamespace() {
        GraphExport options;
        QVERIFY(exportGraph(test::smallEstate(), options, path(QStringLiteral("first.svg"))));
        options.all = true;
        QVERIFY(exportGraph(test::smallEstate(), options, path(QStringLiteral("all.svg"))));
        QVERIFY(!written(QStringLiteral("first.svg")).contains("api.payments.example.com"));
        QVERIFY(written(QStringLiteral("all.svg")).contains("api.payments.example.com"));
    }

    void tooBigAPngIsReduced() {
        GraphExport options;
        options.all = true;
        options.scale = 8;
        QVERIFY(exportGraph(test::bigEstate(6, 20, 12), options, path(QStringLiteral("big.png"))));
        QImageReader reader(path(QStringLiteral("big.png"))); // reads the header alone: the whole is big
        QVERIFY(reader.canRead());
        QVERIFY(reader.size().width() <= 32767 && reader.size().height() <= 32767);
        QVERIFY(reader.size().width() > 2000);
        QVERIFY(reader.text(QStringLiteral("Comment")).contains(QStringLiteral("reduced")));
    }

    void wrongSuffixIsExplained_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("none") << "graph";
        QTest::newRow("unknown") << "graph.bmp";
        QTest::newRow("empty") << QString();
    }
    void wrongSuffixIsExplained() {
        QFETCH(QString, name);
        const auto done = exportGraph(test::smallEstate(), {}, name.isEmpty() ? name : path(name));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Input);
        QVERIFY(done.error().sentence().find(".svg, .png, .pdf") != std::string::npos);
    }

    void placeThatCannotBeWrittenIsExplained() {
        const QString missing = path(QStringLiteral("no/such/folder/graph.svg"));
        const auto done = exportGraph(test::smallEstate(), {}, missing);
        QVERIFY(!done);
        QVERIFY(done.error().sentence().find("no/such/folder") != std::string::npos);
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder.svg")));
        QVERIFY(!exportGraph(test::smallEstate(), {}, path(QStringLiteral("folder.svg"))));
    }

    void failureLeavesTheOldFile() {
        QVERIFY(exportGraph(test::smallEstate(), {}, path(QStringLiteral("old.svg"))));
        const QByteArray before = written(QStringLiteral("old.svg"));
        QVERIFY(!exportGraph(test::smallEstate(), {}, path(QStringLiteral("old.svg/x.svg"))));
        QCOMPARE(written(QStringLiteral("old.svg")), before);
        const auto names = QDir(m_folder.path()).entryList({QStringLiteral("old.svg*")});
        QCOMPARE(names.size(), 1);
    }

    void nothingToDrawIsStillAPicture() {
        engine::Picture nothing;
        nothing.complete = true;
        QVERIFY(exportGraph(nothing, {}, path(QStringLiteral("nothing.png"))));
        QVERIFY(!QImage(path(QStringLiteral("nothing.png"))).isNull());
    }
};

PLIMSOLL_TEST(GraphExportTest)
#include "tst_graphexport.moc"
