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
</context>
</TS>
