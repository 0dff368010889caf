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
<context>
    <name>web</name>
    <message>
        <source>Skip to the content</source>
        <translation>Zum Inhalt springen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Taps</source>
        <translation>Zapfhähne</translation>
    </message>
    <message>
        <source>Beers</source>
        <translation>Biere</translation>
    </message>
    <message>
        <source>Displays</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Your account</source>
        <translation>Eigenes Konto</translation>
    </message>
    <message>
        <source>Guest menu</source>
        <translation>Getränkekarte</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>This page needs JavaScript. Switch it on in the browser&apos;s settings and load the page again.</source>
        <translation>Diese Seite braucht JavaScript. Bitte in den Einstellungen des Browsers einschalten und die Seite neu laden.</translation>
    </message>
    <message>
        <source>Tap</source>
        <translation>Hahn</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>The browser does not let this page copy. The text is marked: copy it by Ctrl+C, or by a long touch.</source>
        <translation>Der Browser lässt diese Seite nicht kopieren. Der Text ist markiert: mit Strg+C kopieren oder lange darauf tippen.</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>%1% ABV</source>
        <extracomment>%1: the strength of a beer, a number</extracomment>
        <translation>%1&#xa0;% vol</translation>
    </message>
    <message>
        <source>%1 IBU</source>
        <extracomment>%1: the bitterness of a beer, a number</extracomment>
        <translation>%1 IBU</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Not connected: this is how things stood at %1. It connects again by itself.</source>
        <extracomment>%1: a time of day</extracomment>
        <translation>Keine Verbindung: Das ist der Stand von %1 Uhr. Sie wird von selbst wiederhergestellt.</translation>
    </message>
    <message>
        <source>There is no connection to the primary. Check the Wi-Fi and try again.</source>
        <translation>Keine Verbindung zum Primärrechner. WLAN prüfen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The primary did not answer, so this may be done or not. Check the Wi-Fi, and look what there is before you try again.</source>
        <translation>Der Primärrechner hat nicht geantwortet; es kann also geschehen sein oder nicht. WLAN prüfen und nachsehen, was jetzt gilt, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Connected again.</source>
        <translation>Wieder verbunden.</translation>
    </message>
    <message>
        <source>You are logged out, perhaps because the program was started again. Log in to go on.</source>
        <translation>Abgemeldet, vielleicht weil das Programm neu gestartet wurde. Zum Weitermachen bitte anmelden.</translation>
    </message>
    <message>
        <source>Your role was changed. Load the page again to see what you may do now.</source>
        <translation>Die eigene Rolle wurde geändert. Seite neu laden, um zu sehen, was jetzt erlaubt ist.</translation>
    </message>
    <message>
        <source>The file is too large for the server. Choose a smaller one.</source>
        <translation>Die Datei ist für den Server zu groß. Bitte eine kleinere wählen.</translation>
    </message>
    <message>
        <source>The server could not do that (status %1). Try again; if it goes on, look into its log.</source>
        <extracomment>%1: a number such as 500</extracomment>
        <translation>Der Server konnte das nicht ausführen (Status %1). Noch einmal versuchen; hilft das nicht, in sein Protokoll sehen.</translation>
    </message>
    <message>
        <source>Now, by somebody else</source>
        <translation>Jetzt, von jemand anderem</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Eigener Wert</translation>
    </message>
    <message>
        <source>Save the chosen</source>
        <translation>Auswahl speichern</translation>
    </message>
    <message>
        <source>Tap %1 was changed meanwhile</source>
        <translation>Hahn %1 wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>Somebody else has put another beer on this tap. Which one is right?</source>
        <translation>Jemand anderes hat inzwischen ein anderes Bier auf diesen Hahn gelegt. Welches stimmt?</translation>
    </message>
    <message>
        <source>This beer was changed meanwhile</source>
        <translation>Dieses Bier wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>This is what you had typed when you left this page. It is not saved yet.</source>
        <translation>Das war eingegeben, als diese Seite verlassen wurde. Es ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>This was changed meanwhile</source>
        <translation>Das wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>Somebody else has set something else. Which one is right?</source>
        <translation>Jemand anderes hat inzwischen etwas anderes eingestellt. Was stimmt?</translation>
    </message>
    <message>
        <source>Somebody else has saved this beer since the form was opened. Choose for each field which value stays.</source>
        <translation>Jemand anderes hat dieses Bier gespeichert, seit das Formular offen ist. Für jedes Feld wählen, welcher Wert bleibt.</translation>
    </message>
    <message>
        <source>%1 tap</source>
        <translation>%1 Zapfhahn</translation>
    </message>
    <message>
        <source>%1 taps</source>
        <translation>%1 Zapfhähne</translation>
    </message>
    <message>
        <source>%1 pours</source>
        <translation>%1 läuft</translation>
    </message>
    <message>
        <source>%1 pour</source>
        <translation>%1 laufen</translation>
    </message>
    <message>
        <source>Add a tap</source>
        <translation>Neuer Hahn</translation>
    </message>
    <message>
        <source>Number of taps</source>
        <translation>Anzahl ändern</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>No taps yet</source>
        <translation>Noch keine Zapfhähne</translation>
    </message>
    <message>
        <source>Tap %1</source>
        <translation>Hahn %1</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <extracomment>%1: the name of a beer</extracomment>
        <translation>Jetzt: %1</translation>
    </message>
    <message>
        <source>Empty this tap</source>
        <translation>Hahn leeren</translation>
    </message>
    <message>
        <source>Remove tap</source>
        <translation>Hahn entfernen</translation>
    </message>
    <message>
        <source>Remove tap %1?</source>
        <translation>Hahn %1 entfernen?</translation>
    </message>
    <message>
        <source>Nothing is on it. It disappears from all displays.</source>
        <translation>Es läuft nichts daraus. Er verschwindet von allen Anzeigen.</translation>
    </message>
    <message>
        <source>%1 is on it. The tap disappears from all displays; the beer stays in the list.</source>
        <extracomment>%1: the name of a beer</extracomment>
        <translation>%1 läuft daraus. Der Hahn verschwindet von allen Anzeigen, das Bier bleibt in der Liste.</translation>
    </message>
    <message>
        <source>Tap %1 is removed.</source>
        <translation>Hahn %1 ist entfernt.</translation>
    </message>
    <message>
        <source>Tap %1 is added.</source>
        <translation>Hahn %1 ist hinzugefügt.</translation>
    </message>
    <message>
        <source>Tap %1 now pours %2.</source>
        <extracomment>%1: a number, %2: the name of a beer</extracomment>
        <translation>Aus Hahn %1 läuft jetzt %2.</translation>
    </message>
    <message>
        <source>Tap %1 is empty now.</source>
        <translation>Hahn %1 ist jetzt leer.</translation>
    </message>
    <message>
        <source>Search name, style, brewery</source>
        <translation>Name, Stil oder Brauerei suchen</translation>
    </message>
    <message>
        <source>Newest kegs, not on tap yet</source>
        <translation>Neueste Fässer, noch nicht am Hahn</translation>
    </message>
    <message>
        <source>All beers</source>
        <translation>Alle Biere</translation>
    </message>
    <message>
        <source>%1 beer found</source>
        <translation>%1 Bier gefunden</translation>
    </message>
    <message>
        <source>%1 beers found</source>
        <translation>%1 Biere gefunden</translation>
    </message>
    <message>
        <source>on tap %2</source>
        <extracomment>%2: the number of a tap</extracomment>
        <translation>an Hahn %2</translation>
    </message>
    <message>
        <source>on taps %2</source>
        <extracomment>%2: numbers of taps</extracomment>
        <translation>an den Hähnen %2</translation>
    </message>
    <message>
        <source>No beer is called like “%1”.</source>
        <extracomment>%1: what was searched for</extracomment>
        <translation>Kein Bier passt zu „%1“.</translation>
    </message>
    <message>
        <source>Add “%1” as a new beer</source>
        <translation>„%1“ als neues Bier anlegen</translation>
    </message>
    <message>
        <source>How many taps?</source>
        <translation>Wie viele Zapfhähne?</translation>
    </message>
    <message>
        <source>Number of taps of this house</source>
        <translation>Anzahl der Zapfhähne im Haus</translation>
    </message>
    <message>
        <source>Write a whole number from 1 to %1.</source>
        <translation>Eine ganze Zahl von 1 bis %1 eingeben.</translation>
    </message>
    <message>
        <source>One fewer</source>
        <translation>Einer weniger</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Einer mehr</translation>
    </message>
    <message>
        <source>These taps disappear from all displays, and what they pour with them. The beers stay in the list.</source>
        <translation>Diese Hähne verschwinden von allen Anzeigen, und mit ihnen, was daraus läuft. Die Biere bleiben in der Liste.</translation>
    </message>
    <message>
        <source>This tap disappears from all displays, and what it pours with it. The beer stays in the list.</source>
        <translation>Dieser Hahn verschwindet von allen Anzeigen, und mit ihm, was daraus läuft. Das Bier bleibt in der Liste.</translation>
    </message>
    <message>
        <source>These taps disappear from all displays. Nothing is on them.</source>
        <translation>Diese Hähne verschwinden von allen Anzeigen. Es läuft nichts daraus.</translation>
    </message>
    <message>
        <source>This tap disappears from all displays. Nothing is on it.</source>
        <translation>Dieser Hahn verschwindet von allen Anzeigen. Es läuft nichts daraus.</translation>
    </message>
    <message>
        <source>Tap %1: %2</source>
        <extracomment>%2: the name of a beer, or &quot;nothing&quot;</extracomment>
        <translation>Hahn %1: %2</translation>
    </message>
    <message>
        <source>Nothing was changed, because somebody else has just changed the taps. Look at what they are now, and save again.</source>
        <translation>Es wurde nichts geändert, weil jemand anderes gerade die Hähne geändert hat. Den neuen Stand ansehen und noch einmal speichern.</translation>
    </message>
    <message>
        <source>Remove these taps</source>
        <translation>Diese Hähne entfernen</translation>
    </message>
    <message>
        <source>Remove this tap</source>
        <translation>Diesen Hahn entfernen</translation>
    </message>
    <message>
        <source>Tap %2 is removed.</source>
        <extracomment>%2: the number of a tap</extracomment>
        <translation>Hahn %2 ist entfernt.</translation>
    </message>
    <message>
        <source>Taps %2 are removed.</source>
        <extracomment>%2: &quot;7 and 8&quot;</extracomment>
        <translation>Die Hähne %2 sind entfernt.</translation>
    </message>
    <message>
        <source>There is %1 tap now.</source>
        <translation>Jetzt gibt es %1 Zapfhahn.</translation>
    </message>
    <message>
        <source>There are %1 taps now.</source>
        <translation>Jetzt gibt es %1 Zapfhähne.</translation>
    </message>
    <message>
        <source>%1 beer</source>
        <translation>%1 Bier</translation>
    </message>
    <message>
        <source>%1 beers</source>
        <translation>%1 Biere</translation>
    </message>
    <message>
        <source>Add a beer</source>
        <translation>Bier anlegen</translation>
    </message>
    <message>
        <source>No beers yet</source>
        <translation>Noch keine Biere</translation>
    </message>
    <message>
        <source>Add the first one by hand, or import a CSV file, for example from another KegDisplay.</source>
        <translation>Das erste von Hand anlegen oder eine CSV-Datei importieren, zum Beispiel aus einem anderen KegDisplay.</translation>
    </message>
    <message>
        <source>Show %1 more</source>
        <translation>Noch %1 zeigen</translation>
    </message>
    <message>
        <source>On tap</source>
        <translation>Am Hahn</translation>
    </message>
    <message>
        <source>New beer</source>
        <translation>Neues Bier</translation>
    </message>
    <message>
        <source>Edit beer</source>
        <translation>Bier bearbeiten</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <extracomment>%1: the name of a beer</extracomment>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <extracomment>%1: the name of a beer</extracomment>
        <translation>%1 ist gelöscht.</translation>
    </message>
    <message>
        <source>Only the name of this beer is known.</source>
        <translation>Von diesem Bier ist nur der Name bekannt.</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <extracomment>%1: the name of a beer</extracomment>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>It is on no tap. This cannot be undone.</source>
        <translation>Es ist an keinem Hahn. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>It is on tap %2, which becomes empty. This cannot be undone.</source>
        <translation>Es läuft aus Hahn %2, der dann leer ist. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>It is on taps %2, which become empty. This cannot be undone.</source>
        <extracomment>%2: &quot;3 and 4&quot;</extracomment>
        <translation>Es läuft aus den Hähnen %2, die dann leer sind. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Somebody else has just changed this beer. What is typed here stays; on saving, both values are shown.</source>
        <translation>Jemand anderes hat dieses Bier gerade geändert. Das hier Getippte bleibt; beim Speichern werden beide Werte gezeigt.</translation>
    </message>
    <message>
        <source>Somebody else has just changed this beer. The form shows it as it is now.</source>
        <translation>Jemand anderes hat dieses Bier gerade geändert. Das Formular zeigt den neuen Stand.</translation>
    </message>
    <message>
        <source>Somebody else has deleted this beer. What is typed here stays: save it as a new beer, or close the form.</source>
        <translation>Jemand anderes hat dieses Bier gelöscht. Das hier Getippte bleibt: als neues Bier speichern oder das Formular schließen.</translation>
    </message>
    <message>
        <source>Save as a new beer</source>
        <translation>Als neues Bier speichern</translation>
    </message>
    <message>
        <source>Discard the changes?</source>
        <translation>Änderungen verwerfen?</translation>
    </message>
    <message>
        <source>What was typed here is not saved yet.</source>
        <translation>Das hier Getippte ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep typing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Brewery</source>
        <translation>Brauerei</translation>
    </message>
    <message>
        <source>ABV</source>
        <translation>Alkohol</translation>
    </message>
    <message>
        <source>Alcohol, % by volume</source>
        <translation>Alkohol, % vol</translation>
    </message>
    <message>
        <source>Bitterness, IBU</source>
        <translation>Bittere, IBU</translation>
    </message>
    <message>
        <source>Colour, SRM</source>
        <translation>Farbe, SRM</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Original gravity</source>
        <translation>Stammwürze (SG)</translation>
    </message>
    <message>
        <source>Final gravity</source>
        <translation>Restextrakt (SG)</translation>
    </message>
    <message>
        <source>Brewed</source>
        <translation>Gebraut</translation>
    </message>
    <message>
        <source>Kegged</source>
        <translation>Abgefüllt</translation>
    </message>
    <message>
        <source>Tapped</source>
        <translation>Angezapft</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Only the staff sees these.</source>
        <translation>Nur fürs Personal sichtbar.</translation>
    </message>
    <message>
        <source>Stored as “%1”, which is no date that this field can show. It stays unless a date is chosen.</source>
        <translation>Gespeichert als „%1“, ein Datum, das dieses Feld nicht zeigen kann. Es bleibt, solange keines gewählt wird.</translation>
    </message>
    <message>
        <source>The beer has no name: give it one.</source>
        <translation>Das Bier hat keinen Namen: bitte einen eingeben.</translation>
    </message>
    <message>
        <source>That is no number: write one such as %1.</source>
        <translation>Das ist keine Zahl: bitte eine wie %1 eingeben.</translation>
    </message>
    <message>
        <source>That can be read in two ways: write %1 or %2.</source>
        <extracomment>%1 and %2: numbers, such as 1000 and 1</extracomment>
        <translation>Das lässt sich auf zwei Arten lesen: bitte %1 oder %2 schreiben.</translation>
    </message>
    <message>
        <source>That cannot be: write a number from %1 to %2.</source>
        <translation>Das kann nicht sein: bitte eine Zahl von %1 bis %2 eingeben.</translation>
    </message>
    <message>
        <source>That is too long: at most %1 characters, and these are %2.</source>
        <translation>Das ist zu lang: höchstens %1 Zeichen, und das sind %2.</translation>
    </message>
    <message>
        <source>Beer does not get heavier: the final gravity is at most the original gravity, %1.</source>
        <translation>Bier wird beim Gären nicht schwerer: höchstens die Stammwürze, %1.</translation>
    </message>
    <message>
        <source>%1 display</source>
        <translation>%1 Anzeige</translation>
    </message>
    <message>
        <source>%1 displays</source>
        <translation>%1 Anzeigen</translation>
    </message>
    <message>
        <source>%1 in step</source>
        <translation>%1 aktuell</translation>
    </message>
    <message>
        <source>Add a display</source>
        <translation>Neue Anzeige</translation>
    </message>
    <message>
        <source>No displays yet</source>
        <translation>Noch keine Anzeigen</translation>
    </message>
    <message>
        <source>A display is another machine with KegDisplay, such as a Raspberry Pi behind a screen. It keeps a copy of everything and shows the board by itself.</source>
        <translation>Eine Anzeige ist ein weiterer Rechner mit KegDisplay, etwa ein Raspberry Pi hinter einem Bildschirm. Sie hält eine Kopie von allem und zeigt die Tafel selbstständig.</translation>
    </message>
    <message>
        <source>Waiting to be let in</source>
        <translation>Warten auf Freigabe</translation>
    </message>
    <message>
        <source>The same words must stand on the display&apos;s own screen.</source>
        <translation>Dieselben Wörter müssen auf dem Bildschirm der Anzeige stehen.</translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation>wartet auf Freigabe</translation>
    </message>
    <message>
        <source>is connecting</source>
        <translation>verbindet sich</translation>
    </message>
    <message>
        <source>is getting a full copy</source>
        <translation>bekommt eine ganze Kopie</translation>
    </message>
    <message>
        <source>is catching up</source>
        <translation>holt auf</translation>
    </message>
    <message>
        <source>in step</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>shut out</source>
        <translation>ausgesperrt</translation>
    </message>
    <message>
        <source>Behind by</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>What the display is called</source>
        <translation>Wie die Anzeige heißt</translation>
    </message>
    <message>
        <source>%1 may take over if the primary fails.</source>
        <translation>%1 darf einspringen, wenn der Primärrechner ausfällt.</translation>
    </message>
    <message>
        <source>%1 may no longer take over.</source>
        <translation>%1 darf nicht mehr einspringen.</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Let %1 in?</source>
        <translation>%1 freigeben?</translation>
    </message>
    <message>
        <source>Do the words on the display&apos;s own screen match these?</source>
        <translation>Stehen auf dem Bildschirm der Anzeige genau diese Wörter?</translation>
    </message>
    <message>
        <source>If they differ, somebody may stand between the two machines: do not approve.</source>
        <translation>Weichen sie ab, steht vielleicht jemand zwischen den beiden Rechnern: nicht freigeben.</translation>
    </message>
    <message>
        <source>They match: approve</source>
        <translation>Sie stimmen: freigeben</translation>
    </message>
    <message>
        <source>%1 is approved.</source>
        <translation>%1 ist freigegeben.</translation>
    </message>
    <message>
        <source>That display is gone, or shows other words now. Compare again.</source>
        <translation>Diese Anzeige ist nicht mehr da oder zeigt jetzt andere Wörter. Bitte neu vergleichen.</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Refuse %1?</source>
        <translation>%1 ablehnen?</translation>
    </message>
    <message>
        <source>It gets no data until an admin lets it in again, or it is added by a join string.</source>
        <translation>Sie bekommt keine Daten, bis ein Verwalter sie wieder zulässt oder sie mit einem Beitrittscode hinzugefügt wird.</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>Aussperren</translation>
    </message>
    <message>
        <source>Shut %1 out?</source>
        <translation>%1 aussperren?</translation>
    </message>
    <message>
        <source>It is cut off at once and gets no changes any more, until an admin lets it in again or it is added anew.</source>
        <translation>Sie wird sofort getrennt und bekommt keine Änderungen mehr, bis ein Verwalter sie wieder zulässt oder sie neu hinzugefügt wird.</translation>
    </message>
    <message>
        <source>%1 is shut out.</source>
        <translation>%1 ist ausgesperrt.</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>Wieder zulassen</translation>
    </message>
    <message>
        <source>Let %1 in again?</source>
        <translation>%1 wieder zulassen?</translation>
    </message>
    <message>
        <source>The machine with the id %1 gets all data again, and no words are compared. If it was lost, stolen or broken into, or you do not know it, leave it shut out.</source>
        <translation>Der Rechner mit der Kennung %1 bekommt wieder alle Daten, ohne dass Wörter verglichen werden. Ist er verloren, gestohlen, in fremde Hände geraten oder unbekannt, sollte er ausgesperrt bleiben.</translation>
    </message>
    <message>
        <source>%1 is let in again and comes back within half a minute.</source>
        <translation>%1 ist wieder zugelassen und kommt binnen einer halben Minute zurück.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>The display is called %1 now.</source>
        <translation>Die Anzeige heißt jetzt %1.</translation>
    </message>
    <message>
        <source>Enter a name for the display.</source>
        <translation>Bitte einen Namen für die Anzeige eingeben.</translation>
    </message>
    <message>
        <source>With this join string one display is let in at once:</source>
        <translation>Mit diesem Beitrittscode wird eine Anzeige sofort zugelassen:</translation>
    </message>
    <message>
        <source>Copy the join string, or scan it.</source>
        <translation>Den Beitrittscode kopieren oder scannen.</translation>
    </message>
    <message>
        <source>On the display, type this with the string behind it:</source>
        <translation>Auf der Anzeige dies eingeben, den Code dahinter:</translation>
    </message>
    <message>
        <source>Join string</source>
        <translation>Beitrittscode</translation>
    </message>
    <message>
        <source>The join string as a QR code</source>
        <translation>Der Beitrittscode als QR-Code</translation>
    </message>
    <message>
        <source>Valid for %1 minutes and for one display. Treat it like a password.</source>
        <translation>Gilt %1 Minuten lang und für eine Anzeige. Wie ein Passwort behandeln.</translation>
    </message>
    <message>
        <source>How the display reaches this machine</source>
        <translation>Wie die Anzeige diesen Rechner erreicht</translation>
    </message>
    <message>
        <source>Another choice makes a new join string.</source>
        <translation>Eine andere Wahl ergibt einen neuen Beitrittscode.</translation>
    </message>
    <message>
        <source>Or without it: start the display with the address alone; it then appears on this page and waits to be approved by three words.</source>
        <translation>Oder ohne ihn: die Anzeige nur mit der Adresse starten; dann erscheint sie auf dieser Seite und wartet darauf, anhand dreier Wörter freigegeben zu werden.</translation>
    </message>
    <message>
        <source>Bring beers in, keep them safe, show guests the menu.</source>
        <translation>Biere hereinholen, sichern, den Gästen die Karte zeigen.</translation>
    </message>
    <message>
        <source>Keep a copy of the beers. Editors bring beers in, too.</source>
        <translation>Die Biere sichern. Hereinholen können sie Bearbeiter.</translation>
    </message>
    <message>
        <source>Import beers</source>
        <translation>Biere importieren</translation>
    </message>
    <message>
        <source>From a CSV file, as the CSV backup writes it. First you see what would happen; nothing changes before that.</source>
        <translation>Aus einer CSV-Datei, wie die CSV-Sicherung sie schreibt. Zuerst ist zu sehen, was geschehen würde; vorher ändert sich nichts.</translation>
    </message>
    <message>
        <source>When a number is known here under another name</source>
        <translation>Wenn eine Nummer hier einen anderen Namen hat</translation>
    </message>
    <message>
        <source>Leave that row out</source>
        <translation>Die Zeile auslassen</translation>
    </message>
    <message>
        <source>It is that beer, with a new name</source>
        <translation>Es ist dieses Bier mit neuem Namen</translation>
    </message>
    <message>
        <source>The name decides: it is the beer of that name, or a new one</source>
        <translation>Der Name entscheidet: Es ist das Bier dieses Namens oder ein neues</translation>
    </message>
    <message>
        <source>%1 row is left out</source>
        <translation>%1 Zeile wird ausgelassen</translation>
    </message>
    <message>
        <source>%1 rows are left out</source>
        <translation>%1 Zeilen werden ausgelassen</translation>
    </message>
    <message>
        <source>%1 beer changes</source>
        <translation>%1 Bier ändert sich</translation>
    </message>
    <message>
        <source>%1 beers change</source>
        <translation>%1 Biere ändern sich</translation>
    </message>
    <message>
        <source>%1 new beer</source>
        <translation>%1 neues Bier</translation>
    </message>
    <message>
        <source>%1 new beers</source>
        <translation>%1 neue Biere</translation>
    </message>
    <message>
        <source>%1 beer stays as it is</source>
        <translation>%1 Bier bleibt, wie es ist</translation>
    </message>
    <message>
        <source>%1 beers stay as they are</source>
        <translation>%1 Biere bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>is added</source>
        <translation>wird angelegt</translation>
    </message>
    <message>
        <source>is the same already</source>
        <translation>ist schon so</translation>
    </message>
    <message>
        <source>Import %1 beer</source>
        <translation>%1 Bier importieren</translation>
    </message>
    <message>
        <source>Import %1 beers</source>
        <translation>%1 Biere importieren</translation>
    </message>
    <message>
        <source>Nothing is imported yet: somebody has changed beers meanwhile. This is what would happen now.</source>
        <translation>Noch ist nichts importiert: Jemand hat inzwischen Biere geändert. Das würde jetzt geschehen.</translation>
    </message>
    <message>
        <source>There is nothing to import in this file. Choose another one, or another way to meet known numbers.</source>
        <translation>In dieser Datei ist nichts zu importieren. Eine andere wählen oder anders mit bekannten Nummern umgehen.</translation>
    </message>
    <message>
        <source>%1 beer is imported.</source>
        <translation>%1 Bier ist importiert.</translation>
    </message>
    <message>
        <source>%1 beers are imported.</source>
        <translation>%1 Biere sind importiert.</translation>
    </message>
    <message>
        <source>%1 row was left out:</source>
        <translation>%1 Zeile wurde ausgelassen:</translation>
    </message>
    <message>
        <source>%1 rows were left out:</source>
        <translation>%1 Zeilen wurden ausgelassen:</translation>
    </message>
    <message>
        <source>The name of that file does not end in .csv. Save the table as CSV and choose that file.</source>
        <translation>Der Name dieser Datei endet nicht auf .csv. Die Tabelle als CSV speichern und diese Datei wählen.</translation>
    </message>
    <message>
        <source>That file is larger than 8 MiB. Divide it and import the parts.</source>
        <translation>Diese Datei ist größer als 8 MiB. Aufteilen und die Teile importieren.</translation>
    </message>
    <message>
        <source>That file cannot be read any more: choose it again.</source>
        <translation>Diese Datei ist nicht mehr lesbar: Bitte noch einmal wählen.</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Download the beers as CSV</source>
        <translation>Biere als CSV herunterladen</translation>
    </message>
    <message>
        <source>The list of beers as a table, for spreadsheets and for importing again.</source>
        <translation>Die Liste der Biere als Tabelle, für Tabellenprogramme und zum Wiedereinlesen.</translation>
    </message>
    <message>
        <source>Download the whole database</source>
        <translation>Ganze Datenbank herunterladen</translation>
    </message>
    <message>
        <source>Everything in one file: beers, taps and settings. Keep it in another place.</source>
        <translation>Alles in einer Datei: Biere, Zapfhähne und Einstellungen. An einem anderen Ort aufbewahren.</translation>
    </message>
    <message>
        <source>Guest menu on the boards</source>
        <translation>Getränkekarte auf den Tafeln</translation>
    </message>
    <message>
        <source>A QR code on every board leads guests to the menu on their phones.</source>
        <translation>Ein QR-Code auf jeder Tafel führt Gäste zur Karte auf ihrem Telefon.</translation>
    </message>
    <message>
        <source>The boards show a code for %1</source>
        <extracomment>%1: an address</extracomment>
        <translation>Die Tafeln zeigen einen Code für %1</translation>
    </message>
    <message>
        <source>The boards show no code.</source>
        <translation>Die Tafeln zeigen keinen Code.</translation>
    </message>
    <message>
        <source>Only admins change that.</source>
        <translation>Das ändern nur Verwalter.</translation>
    </message>
    <message>
        <source>Address of the menu</source>
        <translation>Adresse der Karte</translation>
    </message>
    <message>
        <source>Guests&apos; phones must reach it: use this machine&apos;s name or address in the guests&apos; Wi-Fi, not “localhost”.</source>
        <translation>Die Telefone der Gäste müssen sie erreichen: Name oder Adresse dieses Rechners im WLAN der Gäste, nicht „localhost“.</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Code zeigen</translation>
    </message>
    <message>
        <source>Save the address</source>
        <translation>Adresse speichern</translation>
    </message>
    <message>
        <source>Hide the code</source>
        <translation>Code ausblenden</translation>
    </message>
    <message>
        <source>The boards show the code now.</source>
        <translation>Die Tafeln zeigen jetzt den Code.</translation>
    </message>
    <message>
        <source>The boards no longer show the code.</source>
        <translation>Die Tafeln zeigen den Code nicht mehr.</translation>
    </message>
    <message>
        <source>Name of the house</source>
        <translation>Name des Hauses</translation>
    </message>
    <message>
        <source>What guests read above the menu</source>
        <translation>Das lesen die Gäste über der Karte</translation>
    </message>
    <message>
        <source>Left empty, it is the name of the machine.</source>
        <translation>Bleibt das Feld leer, ist es der Name des Rechners.</translation>
    </message>
    <message>
        <source>The name of the house is saved.</source>
        <translation>Der Name des Hauses ist gespeichert.</translation>
    </message>
    <message>
        <source>That is no address of a page: write one such as http://192.168.1.10:8080/</source>
        <translation>Das ist keine Adresse einer Seite: bitte eine wie http://192.168.1.10:8080/ eingeben</translation>
    </message>
    <message>
        <source>Delete all beers</source>
        <translation>Alle Biere löschen</translation>
    </message>
    <message>
        <source>Every beer is deleted and all taps become empty, on every display at once. Download a backup first.</source>
        <translation>Jedes Bier wird gelöscht und alle Zapfhähne werden leer, sofort auf jeder Anzeige. Vorher eine Sicherung herunterladen.</translation>
    </message>
    <message>
        <source>Type CONFIRM to go on</source>
        <translation>Zum Fortfahren CONFIRM eintippen</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alle löschen</translation>
    </message>
    <message>
        <source>This cannot be undone except from a backup.</source>
        <translation>Das lässt sich nur aus einer Sicherung rückgängig machen.</translation>
    </message>
    <message>
        <source>All beers are deleted.</source>
        <translation>Alle Biere sind gelöscht.</translation>
    </message>
    <message>
        <source>Nothing was deleted: type CONFIRM in capitals.</source>
        <translation>Es wurde nichts gelöscht: CONFIRM in Großbuchstaben eintippen.</translation>
    </message>
    <message>
        <source>Who may look, change beers and taps, or do everything.</source>
        <translation>Wer ansehen, Biere und Zapfhähne ändern oder alles tun darf.</translation>
    </message>
    <message>
        <source>you</source>
        <translation>das eigene Konto</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>You choose the password and hand it over. With an invitation people choose their own.</source>
        <translation>Das Passwort selbst festlegen und weitergeben. Bei einer Einladung wählt jeder sein eigenes.</translation>
    </message>
    <message>
        <source>The account %1 is added.</source>
        <translation>Das Konto %1 ist angelegt.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>The same password again</source>
        <translation>Dasselbe Passwort noch einmal</translation>
    </message>
    <message>
        <source>At least %1 character. A few words in a row are easy to remember.</source>
        <translation>Mindestens %1 Zeichen. Mehrere Wörter hintereinander lassen sich gut merken.</translation>
    </message>
    <message>
        <source>At least %1 characters. A few words in a row are easy to remember.</source>
        <translation>Mindestens %1 Zeichen lang. Mehrere Wörter hintereinander lassen sich gut merken.</translation>
    </message>
    <message>
        <source>That is too short: use at least %1 character.</source>
        <translation>Das ist zu kurz: mindestens %1 Zeichen.</translation>
    </message>
    <message>
        <source>That is too short: use at least %1 characters.</source>
        <translation>Das ist zu kurz: mindestens %1 Zeichen verwenden.</translation>
    </message>
    <message>
        <source>The two passwords differ: type the same one twice.</source>
        <translation>Die beiden Passwörter weichen voneinander ab: zweimal dasselbe eingeben.</translation>
    </message>
    <message>
        <source>The name is missing: write one.</source>
        <translation>Der Name fehlt: bitte einen eingeben.</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>What each role may do</source>
        <translation>Was jede Rolle darf</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>Sieht alles, ändert nichts.</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Bearbeiter</translation>
    </message>
    <message>
        <source>Changes beers and taps, imports.</source>
        <translation>Ändert Biere und Zapfhähne, importiert.</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>Everything: displays, users, whole backups, deleting all.</source>
        <translation>Alles: Anzeigen, Benutzer, ganze Sicherungen, alles löschen.</translation>
    </message>
    <message>
        <source>Role of %1</source>
        <translation>Rolle von %1</translation>
    </message>
    <message>
        <source>%1 now has the role %2.</source>
        <extracomment>%1: a name, %2: &quot;Editor&quot;</extracomment>
        <translation>%1 hat jetzt die Rolle %2.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password for %1</source>
        <translation>Neues Passwort für %1</translation>
    </message>
    <message>
        <source>It counts at once; where the account is logged in now, it is logged out.</source>
        <translation>Es gilt sofort; wo das Konto gerade angemeldet ist, wird es abgemeldet.</translation>
    </message>
    <message>
        <source>%1 has a new password.</source>
        <translation>%1 hat ein neues Passwort.</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation>%1 ist entfernt.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>%1 wirklich entfernen?</translation>
    </message>
    <message>
        <source>The account is logged out everywhere and cannot log in any more.</source>
        <translation>Das Konto wird überall abgemeldet und kann sich nicht mehr anmelden.</translation>
    </message>
    <message>
        <source>Invite somebody by a link</source>
        <translation>Mit einem Link einladen</translation>
    </message>
    <message>
        <source>Whoever opens the link chooses a password and is in. It works once.</source>
        <translation>Wer den Link öffnet, wählt ein Passwort und ist drin. Er funktioniert einmal.</translation>
    </message>
    <message>
        <source>May stay empty: the newcomer chooses it.</source>
        <translation>Darf leer bleiben: Dann wird er beim Einrichten gewählt.</translation>
    </message>
    <message>
        <source>Make the link</source>
        <translation>Link erzeugen</translation>
    </message>
    <message>
        <source>The invitation is ready</source>
        <translation>Die Einladung ist fertig</translation>
    </message>
    <message>
        <source>Let the newcomer scan the code, or send the link. It is valid for %1 minutes and works once.</source>
        <translation>Den Code scannen lassen oder den Link schicken. Er gilt %1 Minuten und funktioniert einmal.</translation>
    </message>
    <message>
        <source>Set-up link</source>
        <translation>Einrichtungslink</translation>
    </message>
    <message>
        <source>The set-up link as a QR code</source>
        <translation>Der Einrichtungslink als QR-Code</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>For programs and scripts that ask this machine.</source>
        <translation>Für Programme und Skripte, die diesen Rechner abfragen.</translation>
    </message>
    <message>
        <source>No keys yet. People do not need one.</source>
        <translation>Noch keine Schlüssel. Menschen brauchen keinen.</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>What the key is for</source>
        <translation>Wofür der Schlüssel ist</translation>
    </message>
    <message>
        <source>For example: website, cash register.</source>
        <translation>Zum Beispiel: Webseite, Kasse.</translation>
    </message>
    <message>
        <source>The key of %1</source>
        <translation>Der Schlüssel für %1</translation>
    </message>
    <message>
        <source>This is the only time it is shown. Copy it now and keep it secret.</source>
        <translation>Er wird nur dieses eine Mal gezeigt. Jetzt kopieren und geheim halten.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>Der API-Schlüssel</translation>
    </message>
    <message>
        <source>Remove the key %1?</source>
        <translation>Den Schlüssel %1 entfernen?</translation>
    </message>
    <message>
        <source>Programs that use it are refused from now on.</source>
        <translation>Programme, die ihn benutzen, werden ab sofort abgewiesen.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1: a name, %2: &quot;Editor&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Where else you are logged in, you are logged out.</source>
        <translation>Überall sonst wird dieses Konto abgemeldet.</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Neues Passwort speichern</translation>
    </message>
    <message>
        <source>The password is changed.</source>
        <translation>Das Passwort ist geändert.</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>Bisheriges Passwort</translation>
    </message>
    <message>
        <source>Your present password is missing: it shows that it is you.</source>
        <translation>Das bisherige Passwort fehlt: Es zeigt, dass hier niemand Fremdes sitzt.</translation>
    </message>
    <message>
        <source>That is not your present password: type it again.</source>
        <translation>Das ist nicht das bisherige Passwort: bitte noch einmal eingeben.</translation>
    </message>
    <message>
        <source>This browser</source>
        <translation>Dieser Browser</translation>
    </message>
    <message>
        <source>On a device that others use, too, log out when you are done.</source>
        <translation>Auf einem Gerät, das auch andere benutzen, danach abmelden.</translation>
    </message>
    <message>
        <source>For the staff of this house.</source>
        <translation>Für das Personal dieses Hauses.</translation>
    </message>
    <message>
        <source>Password forgotten? An admin gives you a new one.</source>
        <translation>Passwort vergessen? Ein Verwalter vergibt ein neues.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>The link is being checked …</source>
        <translation>Der Link wird geprüft …</translation>
    </message>
    <message>
        <source>Choose a name and a password, and you are in. Your role: %1.</source>
        <translation>Namen und Passwort wählen, dann geht es los. Rolle: %1.</translation>
    </message>
    <message>
        <source>Hello %1! Choose a password, and you are in. Your role: %2.</source>
        <translation>Hallo %1! Ein Passwort wählen, dann geht es los. Rolle: %2.</translation>
    </message>
    <message>
        <source>This is how you log in later.</source>
        <translation>Damit erfolgt später die Anmeldung.</translation>
    </message>
    <message>
        <source>Whoever has chosen a password with it can log in now.</source>
        <translation>Wer damit schon ein Passwort gewählt hat, kann sich jetzt anmelden.</translation>
    </message>
    <message>
        <source>On the primary itself, this makes a new link:</source>
        <translation>Auf dem Primärrechner selbst erzeugt dies einen neuen Link:</translation>
    </message>
    <message>
        <source>Let&apos;s go</source>
        <translation>Los geht&apos;s</translation>
    </message>
    <message>
        <source>What&apos;s on tap</source>
        <translation>Vom Fass</translation>
    </message>
    <message>
        <source>What is on tap right now.</source>
        <translation>Was gerade vom Fass läuft.</translation>
    </message>
    <message>
        <source>Nothing on tap just yet, but the first keg is on its way.</source>
        <translation>Noch läuft nichts, aber das erste Fass ist unterwegs.</translation>
    </message>
    <message>
        <source>To show what is on tap right now, this page needs JavaScript. Or just ask at the bar: we like to tell.</source>
        <translation>Um zu zeigen, was gerade läuft, braucht diese Seite JavaScript. Oder einfach an der Theke fragen: Wir erzählen gern.</translation>
    </message>
    <message>
        <source>Always as it pours right now.</source>
        <translation>Immer so, wie es gerade läuft.</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Personal</translation>
    </message>
    <message>
        <source>IBU</source>
        <translation>IBU</translation>
    </message>
    <message>
        <source>May take over</source>
        <translation>Darf einspringen</translation>
    </message>
    <message>
        <source>Say how many there are, then choose what each of them pours.</source>
        <translation>Angeben, wie viele es gibt, dann wählen, was aus jedem läuft.</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladen</translation>
    </message>
    <message>
        <source>Nothing was deleted, because somebody else has just changed it: %1. Look at it once more and try again.</source>
        <extracomment>%1: the name of a beer, or &quot;Tap 3&quot;</extracomment>
        <translation>Es wurde nichts gelöscht, weil jemand anderes es gerade geändert hat: %1. Noch einmal ansehen und dann wiederholen.</translation>
    </message>
    <message>
        <source>Choose a CSV file</source>
        <translation>CSV-Datei wählen</translation>
    </message>
    <message>
        <source>Log in as somebody else</source>
        <translation>Als jemand anderes anmelden</translation>
    </message>
    <message>
        <source>That user name and password do not belong together. Check both and try again.</source>
        <translation>Benutzername und Passwort passen nicht zusammen. Beides prüfen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server did not accept that. Load the page again and try once more.</source>
        <translation>Der Server hat das nicht angenommen. Seite neu laden und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server did not understand that. Load the page again and try once more.</source>
        <translation>Der Server hat das nicht verstanden. Seite neu laden und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>That is not there any more. Load the page again.</source>
        <translation>Das ist nicht mehr da. Bitte die Seite neu laden.</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile. Look at how it is now, then change that.</source>
        <translation>Jemand anderes hat das inzwischen geändert. Den neuen Stand ansehen und dann diesen ändern.</translation>
    </message>
    <message>
        <source>Too much is going on at once. Try again in some seconds.</source>
        <translation>Gerade ist zu viel auf einmal los. In ein paar Sekunden noch einmal versuchen.</translation>
    </message>
    <message>
        <source>That came too slowly, perhaps because of a weak Wi-Fi. Send it again.</source>
        <translation>Das kam zu langsam an, vielleicht wegen eines schwachen WLANs. Noch einmal senden.</translation>
    </message>
    <message>
        <source>That took too long, and may be done or not. Look what there is before you try again.</source>
        <translation>Das hat zu lange gedauert und kann geschehen sein oder nicht. Sehen Sie nach, was jetzt gilt, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The browser sends too much along. Delete this site&apos;s cookies and try again.</source>
        <translation>Der Browser schickt zu viel mit. Die Cookies dieser Seite löschen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The disk of the primary is full, so nothing was changed. Free some space there.</source>
        <translation>Der Datenträger des Primärrechners ist voll, deshalb wurde nichts geändert. Dort Platz schaffen.</translation>
    </message>
    <message>
        <source>A file on the primary is damaged; its log says which one. Put a backup of it in its place.</source>
        <translation>Eine Datei auf dem Primärrechner ist beschädigt; sein Protokoll nennt sie. Eine Sicherung davon an ihre Stelle legen.</translation>
    </message>
    <message>
        <source>The server could not do that. Try again; if it goes on, look into its log.</source>
        <translation>Der Server konnte das nicht ausführen. Noch einmal versuchen; hilft das nicht, in sein Protokoll sehen.</translation>
    </message>
    <message>
        <source>This is a copy that follows %1: change it there.</source>
        <extracomment>%1: the name of a primary</extracomment>
        <translation>Das ist eine Kopie, die %1 folgt: bitte dort ändern.</translation>
    </message>
    <message>
        <source>There is no such page. Perhaps the address was mistyped.</source>
        <translation>Diese Seite gibt es nicht. Vielleicht ist die Adresse vertippt.</translation>
    </message>
    <message>
        <source>That does not work at this address. Start from the first page.</source>
        <translation>Das geht unter dieser Adresse nicht. Von der Startseite aus neu beginnen.</translation>
    </message>
    <message>
        <source>This goes only by a safe connection: put https:// before the address.</source>
        <translation>Das geht nur über eine sichere Verbindung: https:// vor die Adresse setzen.</translation>
    </message>
    <message>
        <source>Another site&apos;s page has sent this, so nothing was changed. Open KegDisplay&apos;s own page instead.</source>
        <translation>Das hat die Seite eines anderen Anbieters geschickt, deshalb wurde nichts geändert. Stattdessen die Seite von KegDisplay selbst öffnen.</translation>
    </message>
    <message>
        <source>Log in first.</source>
        <translation>Bitte zuerst anmelden.</translation>
    </message>
    <message>
        <source>Only admins may do this. Ask one, or log in as one.</source>
        <translation>Das dürfen nur Verwalter. Einen von ihnen bitten oder sich als einer anmelden.</translation>
    </message>
    <message>
        <source>Your account may look, but not change anything. Ask an admin for the role of an editor.</source>
        <translation>Dieses Konto darf ansehen, aber nichts ändern. Einen Verwalter um die Rolle Bearbeiter bitten.</translation>
    </message>
    <message>
        <source>Too many attempts in a short time. Wait a minute and try again.</source>
        <translation>Zu viele Versuche in kurzer Zeit. Eine Minute warten und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>This display does not know where its primary is. Open the primary&apos;s own page instead.</source>
        <translation>Diese Anzeige weiß nicht, wo ihr Primärrechner ist. Stattdessen dessen eigene Seite öffnen.</translation>
    </message>
    <message>
        <source>This beer is gone: somebody else has deleted it.</source>
        <translation>Dieses Bier ist nicht mehr da: Jemand anderes hat es gelöscht.</translation>
    </message>
    <message>
        <source>This number belongs to another beer already: %1</source>
        <extracomment>%1: the name of a beer</extracomment>
        <translation>Diese Nummer hat schon ein anderes Bier: %1</translation>
    </message>
    <message>
        <source>This tap is gone: somebody else has removed it.</source>
        <translation>Diesen Hahn gibt es nicht mehr: Jemand anderes hat ihn entfernt.</translation>
    </message>
    <message>
        <source>There is a tap %1 already.</source>
        <translation>Hahn %1 gibt es schon.</translation>
    </message>
    <message>
        <source>There is a character in it that cannot be read, such as an escape: delete it.</source>
        <translation>Darin ist ein Zeichen, das sich nicht lesen lässt, etwa ein Steuerzeichen: bitte löschen.</translation>
    </message>
    <message>
        <source>“%1” is no whole number above 0.</source>
        <translation>„%1“ ist keine ganze Zahl über 0.</translation>
    </message>
    <message>
        <source>“%1” is no number such as 5.6.</source>
        <translation>„%1“ ist keine Zahl wie 5.6 (mit Punkt).</translation>
    </message>
    <message>
        <source>“%1” is no date such as 2016-12-28.</source>
        <translation>„%1“ ist kein Datum wie 2016-12-28.</translation>
    </message>
    <message>
        <source>Choose a CSV file first.</source>
        <translation>Bitte zuerst eine CSV-Datei wählen.</translation>
    </message>
    <message>
        <source>The file has more than %1 lines. Divide it and import the parts.</source>
        <translation>Die Datei hat mehr als %1 Zeilen. Aufteilen und die Teile importieren.</translation>
    </message>
    <message>
        <source>Line %1 is not in UTF-8: save the table again, as CSV in UTF-8.</source>
        <translation>Zeile %1 ist nicht in UTF-8: die Tabelle noch einmal speichern, als CSV in UTF-8.</translation>
    </message>
    <message>
        <source>The file is empty. Its first line must name the columns.</source>
        <translation>Die Datei ist leer. In ihrer ersten Zeile müssen die Spalten stehen.</translation>
    </message>
    <message>
        <source>This line is not well-formed: look for a quotation mark too many or too few.</source>
        <translation>Diese Zeile ist fehlerhaft: nach einem Anführungszeichen zu viel oder zu wenig suchen.</translation>
    </message>
    <message>
        <source>The first line names a column that is not known here: %1</source>
        <translation>In der ersten Zeile steht eine Spalte, die hier niemand kennt: %1</translation>
    </message>
    <message>
        <source>The first line names a column twice: %1</source>
        <translation>In der ersten Zeile steht eine Spalte doppelt: %1</translation>
    </message>
    <message>
        <source>The first line lacks these columns: %1</source>
        <translation>In der ersten Zeile fehlen diese Spalten: %1</translation>
    </message>
    <message>
        <source>This line has %1 fields, and the first one %2: look for a comma or quotation mark too many.</source>
        <translation>Diese Zeile hat %1 Felder, die erste %2: nach einem Komma oder Anführungszeichen zu viel suchen.</translation>
    </message>
    <message>
        <source>Number %1 is “%2” here, not “%3”: say above what such rows mean, or correct the file.</source>
        <extracomment>%1: the number of a beer, %2 and %3: names</extracomment>
        <translation>Nummer %1 ist hier „%2“, nicht „%3“: oben angeben, was solche Zeilen bedeuten, oder die Datei berichtigen.</translation>
    </message>
    <message>
        <source>%1 beers here are called “%2”, so the name does not say which one it is.</source>
        <translation>%1 Biere heißen hier „%2“, der Name sagt also nicht, welches gemeint ist.</translation>
    </message>
    <message>
        <source>Line %1 is about the same beer: one of the two has to go.</source>
        <translation>Zeile %1 handelt von demselben Bier: Eine von beiden muss weg.</translation>
    </message>
    <message>
        <source>There is no such setting here. Load the page again.</source>
        <translation>Diese Einstellung gibt es hier nicht. Bitte die Seite neu laden.</translation>
    </message>
    <message>
        <source>There is a user&apos;s name in that address, which every guest would read: leave it out.</source>
        <translation>In dieser Adresse steht ein Benutzername, den jeder Gast lesen würde: bitte weglassen.</translation>
    </message>
    <message>
        <source>Leave out what stands behind # in that address.</source>
        <translation>Bitte weglassen, was in dieser Adresse hinter # steht.</translation>
    </message>
    <message>
        <source>With that address every phone looks for the menu on itself: write this machine&apos;s name or address in the guests&apos; Wi-Fi.</source>
        <translation>Unter dieser Adresse sucht jedes Telefon die Karte bei sich selbst: bitte Name oder Adresse dieses Rechners im WLAN der Gäste eintragen.</translation>
    </message>
    <message>
        <source>That display is not on the list any more. Load the page again.</source>
        <translation>Diese Anzeige steht nicht mehr auf der Liste. Bitte die Seite neu laden.</translation>
    </message>
    <message>
        <source>This display is shut out. Add it anew first.</source>
        <translation>Diese Anzeige ist ausgesperrt. Bitte zuerst neu hinzufügen.</translation>
    </message>
    <message>
        <source>There are %1 displays, those shut out included, and no more fit on the list.</source>
        <translation>Es gibt %1 Anzeigen, die ausgesperrten mitgezählt, und mehr passen nicht auf die Liste.</translation>
    </message>
    <message>
        <source>This machine has no address in a network: connect it first.</source>
        <translation>Dieser Rechner hat keine Adresse in einem Netzwerk: bitte zuerst verbinden.</translation>
    </message>
    <message>
        <source>That is neither a machine&apos;s name nor an address such as 192.168.1.10.</source>
        <translation>Das ist weder der Name eines Rechners noch eine Adresse wie 192.168.1.10.</translation>
    </message>
    <message>
        <source>There is no account %1 any more.</source>
        <translation>Das Konto %1 gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is an account %1 already: choose another name.</source>
        <translation>Das Konto %1 gibt es schon: bitte einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>There are %1 accounts, and no more fit: remove one first.</source>
        <translation>Es gibt %1 Konten, und mehr passen nicht: bitte zuerst eines entfernen.</translation>
    </message>
    <message>
        <source>%1 is the last admin: make somebody else an admin first.</source>
        <translation>%1 ist der letzte Verwalter: bitte zuerst jemand anderen dazu machen.</translation>
    </message>
    <message>
        <source>That name is too long: it may have %1 characters.</source>
        <translation>Dieser Name ist zu lang: Er darf %1 Zeichen haben.</translation>
    </message>
    <message>
        <source>There is a character in that name that nobody can see: type it anew.</source>
        <translation>In diesem Namen ist ein Zeichen, das niemand sehen kann: bitte neu eintippen.</translation>
    </message>
    <message>
        <source>A name may have no slash, and be more than dots: choose another one.</source>
        <translation>Ein Name darf keinen Schrägstrich haben und nicht nur aus Punkten bestehen: bitte einen anderen wählen.</translation>
    </message>
    <message>
        <source>Choose a role: viewer, editor or admin.</source>
        <translation>Bitte eine Rolle wählen: Betrachter, Bearbeiter oder Verwalter.</translation>
    </message>
    <message>
        <source>A password has %1 to %2 characters: choose another one.</source>
        <translation>Ein Passwort hat %1 bis %2 Zeichen: bitte ein anderes wählen.</translation>
    </message>
    <message>
        <source>There is something in that password that is no character: choose another one.</source>
        <translation>In diesem Passwort ist etwas, das kein Zeichen ist: bitte ein anderes wählen.</translation>
    </message>
    <message>
        <source>An API key has no password.</source>
        <translation>Ein API-Schlüssel hat kein Passwort.</translation>
    </message>
    <message>
        <source>There is no API key %1 any more.</source>
        <translation>Den API-Schlüssel %1 gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is an API key %1 already: choose another name.</source>
        <translation>Den API-Schlüssel %1 gibt es schon: bitte einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>There are %1 API keys, and no more fit: remove one first.</source>
        <translation>Es gibt %1 API-Schlüssel, und mehr passen nicht: bitte zuerst einen entfernen.</translation>
    </message>
    <message>
        <source>This link does not work: it was used already, is too old, or is not complete. Ask an admin for a new one.</source>
        <translation>Dieser Link funktioniert nicht: Er wurde schon benutzt, ist zu alt oder unvollständig. Bei einem Verwalter einen neuen holen.</translation>
    </message>
    <message>
        <source>Too many set-up links are out and not used yet. Use one of them, or wait until they are %1 minutes old.</source>
        <translation>Es sind zu viele Einrichtungslinks unterwegs und noch nicht benutzt. Einen davon verwenden oder warten, bis sie %1 Minuten alt sind.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>To the first page</source>
        <translation>Zur Startseite</translation>
    </message>
</context>
</TS>
