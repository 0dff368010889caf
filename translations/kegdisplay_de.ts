<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>keg::BoardWords</name>
    <message>
        <source>On tap</source>
        <translation>Vom Fass</translation>
    </message>
    <message>
        <source>Back soon</source>
        <translation>Bald wieder da</translation>
    </message>
    <message>
        <source>Nothing on tap just yet, but the first keg is on its way.</source>
        <translation>Noch läuft nichts, aber das erste Fass ist unterwegs.</translation>
    </message>
    <message>
        <source>waits to be approved: %1</source>
        <extracomment>%1: the words that the primary shows, too</extracomment>
        <translation>Wartet auf Freigabe: %1</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <extracomment>%1: why</extracomment>
        <translation>Abgewiesen: %1</translation>
    </message>
    <message>
        <source>primary away</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>primary away, as of %1</source>
        <extracomment>%1: a time of day</extracomment>
        <translation>Keine Verbindung, Stand %1</translation>
    </message>
    <message>
        <source>primary away, as of %1, %2</source>
        <extracomment>%1: a date, %2: a time of day</extracomment>
        <translation>Keine Verbindung, Stand %1, %2</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <extracomment>page 2 of 5</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1%</source>
        <extracomment>the strength of a beer in percent, as this language writes it</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>ABV</source>
        <extracomment>short for alcohol by volume, behind a number of percent</extracomment>
        <translation>vol</translation>
    </message>
    <message>
        <source>%1 IBU</source>
        <extracomment>international bitterness units</extracomment>
        <translation>%1 IBU</translation>
    </message>
    <message>
        <source>OG %1</source>
        <extracomment>original gravity</extracomment>
        <translation>OG %1</translation>
    </message>
    <message>
        <source>FG %1</source>
        <extracomment>final gravity</extracomment>
        <translation>FG %1</translation>
    </message>
    <message>
        <source>Looking for the primary on this network</source>
        <translation>Der Primärrechner wird in diesem Netz gesucht</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <extracomment>%1: the name of the primary, or its address</extracomment>
        <translation>Verbinden mit %1</translation>
    </message>
    <message>
        <source>This display waits to be approved on %1</source>
        <extracomment>%1: the name of the primary</extracomment>
        <translation>Diese Anzeige wartet auf die Freigabe auf %1</translation>
    </message>
    <message>
        <source>%1 does not let this display in</source>
        <extracomment>%1: the name of the primary, or its address</extracomment>
        <translation>%1 lässt diese Anzeige nicht zu</translation>
    </message>
    <message>
        <source>On the primary, `kegdisplay pair` makes a join string; here, `kegdisplay join` takes it.</source>
        <translation>Auf dem Primärrechner erzeugt `kegdisplay pair` einen Beitrittscode; hier nimmt ihn `kegdisplay join` entgegen.</translation>
    </message>
    <message>
        <source>The primary must show these words, too. If it does, say there: kegdisplay approve %1</source>
        <extracomment>%1: the beginning of this display&apos;s id</extracomment>
        <translation>Der Primärrechner muss dieselben Wörter zeigen. Wenn ja, dort eingeben: kegdisplay approve %1</translation>
    </message>
    <message>
        <source>This machine is %1</source>
        <extracomment>%1: the id of this machine</extracomment>
        <translation>Dieser Rechner ist %1</translation>
    </message>
    <message>
        <source>There are several: %1. Choose one with `kegdisplay join`, or start with --primary-ip.</source>
        <extracomment>%1: names and addresses</extracomment>
        <translation>Es gibt mehrere: %1. Einen mit `kegdisplay join` wählen oder mit --primary-ip starten.</translation>
    </message>
    <message>
        <source>Our menu</source>
        <extracomment>beside a QR code that leads to the list of beers; short</extracomment>
        <translation>Unsere Karte</translation>
    </message>
</context>
</TS>
