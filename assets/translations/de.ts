<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AcceptDialog</name>
    <message>
        <source>Accept all above</source>
        <translation>Alle annehmen ab</translation>
    </message>
    <message>
        <source>Confidence, %</source>
        <translation>Konfidenz, %</translation>
    </message>
    <message>
        <source>%1 of %2 masks of “%3” to review. One undo takes it back.</source>
        <translation>%1 von %2 zu prüfenden Masken von „%3“. Ein einziges Rückgängig nimmt es zurück.</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n result(s)</source>
        <translation>
            <numerusform>%n Ergebnis annehmen</numerusform>
            <numerusform>%n Ergebnisse annehmen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AcceptancePlot</name>
    <message>
        <source>Share accepted without a change, by pass</source>
        <translation>Anteil unverändert angenommen, je Durchlauf</translation>
    </message>
    <message>
        <source>Once you have reviewed results, this shows how many of each pass needed no change.</source>
        <translation>Sobald Sie Ergebnisse geprüft haben, zeigt dies, wie viele je Durchlauf keine Änderung brauchten.</translation>
    </message>
    <message>
        <source>accepted as found, %</source>
        <translation>unverändert angenommen, %</translation>
    </message>
    <message>
        <source>pass, with its weights</source>
        <translation>Durchlauf, mit seinen Gewichten</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>ActionHandlers</name>
    <message>
        <source>Everything is saved as you work.</source>
        <translation>Alles wird laufend gespeichert.</translation>
    </message>
    <message>
        <source>A pass is running. Stop it first.</source>
        <translation>Ein Durchlauf ist aktiv. Brechen Sie ihn zuerst ab.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) removed. The files stay; Undo restores them.</source>
        <translation>
            <numerusform>%n Foto entfernt. Die Datei bleibt; Rückgängig stellt es wieder her.</numerusform>
            <numerusform>%n Fotos entfernt. Die Dateien bleiben; Rückgängig stellt sie wieder her.</numerusform>
        </translation>
    </message>
    <message>
        <source>Visual reference prompts for the Segment Anything Model.</source>
        <translation>Visuelle Referenz-Prompts für das Segment Anything Model.</translation>
    </message>
    <message>
        <source>Apache-2.0. Nothing leaves your machine.</source>
        <translation>Apache-2.0. Nichts verlässt Ihren Rechner.</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>New project from a folder…</source>
        <translation>Neues Projekt aus einem Ordner …</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen …</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen …</translation>
    </message>
    <message>
        <source>Remove the selected photos from the project</source>
        <translation>Ausgewählte Fotos aus dem Projekt entfernen</translation>
    </message>
    <message>
        <source>The files stay where they are</source>
        <translation>Die Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>Import annotations…</source>
        <translation>Annotationen importieren …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Everything is saved as you work</source>
        <translation>Alles wird laufend gespeichert</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove the last prompt</source>
        <translation>Letzte Eingabe entfernen</translation>
    </message>
    <message>
        <source>Finish the object</source>
        <translation>Objekt abschließen</translation>
    </message>
    <message>
        <source>Drop the draft, or deselect</source>
        <translation>Entwurf verwerfen oder Auswahl aufheben</translation>
    </message>
    <message>
        <source>Copy the selected objects</source>
        <translation>Ausgewählte Objekte kopieren</translation>
    </message>
    <message>
        <source>Paste objects</source>
        <translation>Objekte einfügen</translation>
    </message>
    <message>
        <source>Copy objects to the next photo</source>
        <translation>Objekte auf das nächste Foto kopieren</translation>
    </message>
    <message>
        <source>The selected objects; without a selection, all that are drawn or accepted</source>
        <translation>Die ausgewählten Objekte; ohne Auswahl alle gezeichneten oder angenommenen</translation>
    </message>
    <message>
        <source>Delete or reject the selected objects</source>
        <translation>Ausgewählte Objekte löschen oder ablehnen</translation>
    </message>
    <message>
        <source>Give the object the current label</source>
        <translation>Dem Objekt das aktuelle Label geben</translation>
    </message>
    <message>
        <source>Next object</source>
        <translation>Nächstes Objekt</translation>
    </message>
    <message>
        <source>Previous object</source>
        <translation>Vorheriges Objekt</translation>
    </message>
    <message>
        <source>Join the selected objects</source>
        <translation>Ausgewählte Objekte verbinden</translation>
    </message>
    <message>
        <source>Select two or more first</source>
        <translation>Zuerst zwei oder mehr auswählen</translation>
    </message>
    <message>
        <source>Split the object into its parts</source>
        <translation>Objekt in seine Teile zerlegen</translation>
    </message>
    <message>
        <source>Each connected part becomes an object</source>
        <translation>Jeder zusammenhängende Teil wird ein Objekt</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Keep the largest part</source>
        <translation>Größten Teil behalten</translation>
    </message>
    <message>
        <source>Clean masks…</source>
        <translation>Masken bereinigen …</translation>
    </message>
    <message>
        <source>Smooth outlines, drop small parts and fill holes, of one or many objects</source>
        <translation>Umrisse glätten, kleine Teile entfernen und Löcher füllen, bei einem oder vielen Objekten</translation>
    </message>
    <message>
        <source>Select and move</source>
        <translation>Auswählen und verschieben</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>Click the object; right click or Shift+click what is not part of it. Corrects a selected object</source>
        <translation>Das Objekt anklicken; mit Rechtsklick oder Umschalt+Klick, was nicht dazugehört. Korrigiert ein ausgewähltes Objekt</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>Strich</translation>
    </message>
    <message>
        <source>Draw a line over the object</source>
        <translation>Eine Linie über das Objekt ziehen</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Drag a box around the object</source>
        <translation>Einen Rahmen um das Objekt ziehen</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Click corner after corner; Enter or a double click closes it</source>
        <translation>Ecke für Ecke klicken; Eingabe oder Doppelklick schließt das Polygon</translation>
    </message>
    <message>
        <source>Edit corners</source>
        <translation>Ecken bearbeiten</translation>
    </message>
    <message>
        <source>Drag corners of the selected object; click an edge to add one, right click to remove one</source>
        <translation>Ecken des ausgewählten Objekts ziehen; Klick auf eine Kante fügt eine hinzu, Rechtsklick entfernt eine</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Paint; hold Alt to erase. Edits the selected object</source>
        <translation>Malen; mit Alt radieren. Bearbeitet das ausgewählte Objekt</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Erase from the selected object, or from the one under the mouse</source>
        <translation>Vom ausgewählten Objekt radieren oder von dem unter der Maus</translation>
    </message>
    <message>
        <source>Knife</source>
        <translation>Messer</translation>
    </message>
    <message>
        <source>Draw a line right across an object to cut it in two</source>
        <translation>Eine Linie quer durch ein Objekt ziehen, um es zu teilen</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>Outline prompts with SAM</source>
        <translation>Eingaben mit SAM umreißen</translation>
    </message>
    <message>
        <source>Turn points, scribbles and boxes into a SAM mask</source>
        <translation>Punkte, Striche und Rahmen in eine SAM-Maske umwandeln</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>Neues Label …</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>Als Referenz verwenden</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Fit the window</source>
        <translation>An Fenster anpassen</translation>
    </message>
    <message>
        <source>Zoom to the selected objects</source>
        <translation>Auf ausgewählte Objekte zoomen</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Hide masks</source>
        <translation>Masken ausblenden</translation>
    </message>
    <message>
        <source>Fill masks</source>
        <translation>Masken füllen</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>Fadenkreuz</translation>
    </message>
    <message>
        <source>Pixel grid at high zoom</source>
        <translation>Pixelraster bei starker Vergrößerung</translation>
    </message>
    <message>
        <source>Reference beside the photo</source>
        <translation>Referenz neben dem Foto</translation>
    </message>
    <message>
        <source>Compare with the shipped weights</source>
        <translation>Mit den mitgelieferten Gewichten vergleichen</translation>
    </message>
    <message>
        <source>Show in turn what the shipped weights and yours find. Train or choose weights of your own first</source>
        <translation>Abwechselnd zeigen, was die mitgelieferten und die eigenen Gewichte finden. Zuerst eigene Gewichte trainieren oder wählen</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Vorheriges Foto</translation>
    </message>
    <message>
        <source>Next to review</source>
        <translation>Nächstes zu prüfendes</translation>
    </message>
    <message>
        <source>Selects the least certain result, so that every tool corrects it</source>
        <translation>Wählt das unsicherste Ergebnis aus, sodass jedes Werkzeug es korrigiert</translation>
    </message>
    <message>
        <source>Previous to review</source>
        <translation>Vorheriges zu prüfendes</translation>
    </message>
    <message>
        <source>Ten photos forward</source>
        <translation>Zehn Fotos vor</translation>
    </message>
    <message>
        <source>Ten photos back</source>
        <translation>Zehn Fotos zurück</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>The selected result; without a selection, all results on the photo</source>
        <translation>Das ausgewählte Ergebnis; ohne Auswahl alle Ergebnisse auf dem Foto</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Leave the result to review, and go to the next</source>
        <translation>Das Ergebnis ungeprüft lassen und zum nächsten gehen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Group what looks alike</source>
        <translation>Ähnliche Ergebnisse gruppieren</translation>
    </message>
    <message>
        <source>Results that look like the selected one: the next decision is about all of them</source>
        <translation>Ergebnisse, die dem ausgewählten ähnlich sehen: Die nächste Entscheidung gilt für alle</translation>
    </message>
    <message>
        <source>Accept all above…</source>
        <translation>Alle annehmen ab …</translation>
    </message>
    <message>
        <source>Accept all results on the selected photos</source>
        <translation>Alle Ergebnisse auf den ausgewählten Fotos annehmen</translation>
    </message>
    <message>
        <source>Reject all results on the selected photos</source>
        <translation>Alle Ergebnisse auf den ausgewählten Fotos ablehnen</translation>
    </message>
    <message>
        <source>Give drawn objects on the selected photos the current label</source>
        <translation>Gezeichneten Objekten auf den ausgewählten Fotos das aktuelle Label geben</translation>
    </message>
    <message>
        <source>Use the reviewed results on the selected photos as references</source>
        <translation>Geprüfte Ergebnisse auf den ausgewählten Fotos als Referenzen verwenden</translation>
    </message>
    <message>
        <source>The first accepted or corrected result of each photo</source>
        <translation>Das erste angenommene oder korrigierte Ergebnis jedes Fotos</translation>
    </message>
    <message>
        <source>Bands and contrast…</source>
        <translation>Kanäle und Kontrast …</translation>
    </message>
    <message>
        <source>Show the photo in its folder</source>
        <translation>Foto in seinem Ordner anzeigen</translation>
    </message>
    <message>
        <source>Find in all photos</source>
        <translation>In allen Fotos suchen</translation>
    </message>
    <message>
        <source>Find in photos that nobody has reviewed</source>
        <translation>In ungeprüften Fotos suchen</translation>
    </message>
    <message>
        <source>Look again at doubtful results</source>
        <translation>Zweifelhafte Ergebnisse noch einmal ansehen</translation>
    </message>
    <message>
        <source>After a pass: learns from what you have accepted and corrected on five or more photos</source>
        <translation>Nach einem Durchlauf: lernt aus dem, was Sie auf fünf oder mehr Fotos angenommen und korrigiert haben</translation>
    </message>
    <message>
        <source>Find in this photo</source>
        <translation>In diesem Foto suchen</translation>
    </message>
    <message>
        <source>Find in the photos selected in the list</source>
        <translation>In den in der Liste ausgewählten Fotos suchen</translation>
    </message>
    <message>
        <source>Find each object separately</source>
        <translation>Jedes Objekt einzeln finden</translation>
    </message>
    <message>
        <source>Several objects on a photo become several results, each with its own score</source>
        <translation>Mehrere Objekte auf einem Foto werden mehrere Ergebnisse, jedes mit eigener Bewertung</translation>
    </message>
    <message>
        <source>Search close-ups too</source>
        <translation>Auch Nahaufnahmen durchsuchen</translation>
    </message>
    <message>
        <source>For small objects: four overlapping parts of each photo are searched, too. Five times as slow</source>
        <translation>Für kleine Objekte: Auch vier überlappende Ausschnitte jedes Fotos werden durchsucht. Fünfmal so langsam</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Train on your photos</source>
        <translation>Mit eigenen Fotos trainieren</translation>
    </message>
    <message>
        <source>Model…</source>
        <translation>Modell …</translation>
    </message>
    <message>
        <source>Weights…</source>
        <translation>Gewichte …</translation>
    </message>
    <message>
        <source>Passes…</source>
        <translation>Durchläufe …</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Pan while it is held</source>
        <translation>Ansicht verschieben, solange gedrückt</translation>
    </message>
    <message>
        <source>Show the bare photo while it is held</source>
        <translation>Nur das Foto zeigen, solange gedrückt</translation>
    </message>
    <message>
        <source>Move the object, or go to another photo</source>
        <translation>Objekt verschieben oder zu einem anderen Foto gehen</translation>
    </message>
    <message>
        <source>Move the object ten pixels</source>
        <translation>Objekt um zehn Pixel verschieben</translation>
    </message>
    <message>
        <source>Choose a label</source>
        <translation>Ein Label wählen</translation>
    </message>
    <message>
        <source>Lock the selected objects, or unlock all</source>
        <translation>Die ausgewählten Objekte sperren, oder alle entsperren</translation>
    </message>
    <message>
        <source>Nothing selects, changes or decides a locked object. Without a selection, unlocks all</source>
        <translation>Ein gesperrtes Objekt wird weder ausgewählt noch geändert noch entschieden. Ohne Auswahl: alle entsperren</translation>
    </message>
    <message>
        <source>Before and after the newest pass</source>
        <translation>Vor und nach dem neuesten Durchlauf</translation>
    </message>
    <message>
        <source>Show in turn what was found on the photo before the newest pass, and what is found now</source>
        <translation>Abwechselnd zeigen, was auf dem Foto vor dem neuesten Durchlauf gefunden wurde und was jetzt</translation>
    </message>
    <message>
        <source>Why it was found</source>
        <translation>Warum es gefunden wurde</translation>
    </message>
    <message>
        <source>A map over the photo: how sure the program is of the object at each place</source>
        <translation>Eine Karte über dem Foto: wie sicher das Programm an jeder Stelle ist, dass dort das Objekt liegt</translation>
    </message>
    <message>
        <source>Map of the results…</source>
        <translation>Karte der Ergebnisse …</translation>
    </message>
    <message>
        <source>All results of the current label by what they look like: draw around those to decide about</source>
        <translation>Alle Ergebnisse des aktuellen Labels nach ihrem Aussehen: Umfahren Sie, worüber Sie entscheiden wollen</translation>
    </message>
    <message>
        <source>Not this: a look-alike</source>
        <translation>Nicht das: etwas Ähnliches</translation>
    </message>
    <message>
        <source>Rejects the selected object. From the next pass on, what resembles it is not found</source>
        <translation>Lehnt das ausgewählte Objekt ab. Ab dem nächsten Durchlauf wird nicht mehr gefunden, was ihm ähnelt</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>BeforePass</name>
    <message>
        <source>The newest pass has replaced nothing on this photo.</source>
        <translation>Der neueste Durchlauf hat auf diesem Foto nichts ersetzt.</translation>
    </message>
    <message>
        <source>Before the newest pass: %1</source>
        <translation>Vor dem neuesten Durchlauf: %1</translation>
    </message>
    <message>
        <source>The same key shows what is found now.</source>
        <translation>Dieselbe Taste zeigt, was jetzt gefunden ist.</translation>
    </message>
</context>
<context>
    <name>CacheRow</name>
    <message>
        <source>Feature cache</source>
        <translation>Merkmals-Cache</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear the feature cache</source>
        <translation>Merkmals-Cache leeren</translation>
    </message>
    <message>
        <source>All projects share these features. Cleared ones are computed again when they are needed.</source>
        <translation>Alle Projekte teilen sich diese Merkmale. Gelöschte werden neu berechnet, sobald sie gebraucht werden.</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>wird gezählt …</translation>
    </message>
    <message>
        <source>%1 GB of at most %2 GB</source>
        <translation>%1 GB von höchstens %2 GB</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>The photo cannot be read</source>
        <translation>Das Foto kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Loading the photo…</source>
        <translation>Foto wird geladen …</translation>
    </message>
</context>
<context>
    <name>CleanDialog</name>
    <message>
        <source>Clean masks</source>
        <translation>Masken bereinigen</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>The selected objects</source>
        <translation>Die ausgewählten Objekte</translation>
    </message>
    <message>
        <source>All objects on this photo</source>
        <translation>Alle Objekte auf diesem Foto</translation>
    </message>
    <message>
        <source>All results to review, on every photo</source>
        <translation>Alle zu prüfenden Ergebnisse, auf jedem Foto</translation>
    </message>
    <message>
        <source>Smooth outlines</source>
        <translation>Umrisse glätten</translation>
    </message>
    <message>
        <source>Drop parts smaller than</source>
        <translation>Teile entfernen, die kleiner sind als</translation>
    </message>
    <message>
        <source>Fill holes up to</source>
        <translation>Löcher füllen bis</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Bereinigen</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) on this photo would change. The photo shows them cleaned.</source>
        <translation>
            <numerusform>%n Objekt auf diesem Foto würde sich ändern. Das Foto zeigt es bereinigt.</numerusform>
            <numerusform>%n Objekte auf diesem Foto würden sich ändern. Das Foto zeigt sie bereinigt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Preview of cleaned masks</source>
        <translation>Vorschau der bereinigten Masken</translation>
    </message>
</context>
<context>
    <name>CompareWeights</name>
    <message>
        <source>Finding with both weights…</source>
        <translation>Suche mit beiden Gewichten …</translation>
    </message>
    <message>
        <source>shipped weights</source>
        <translation>mitgelieferte Gewichte</translation>
    </message>
    <message>
        <source>This is what “%1” finds. The same key shows the other weights, Esc ends.</source>
        <translation>Das findet „%1“. Dieselbe Taste zeigt die anderen Gewichte, Esc beendet.</translation>
    </message>
</context>
<context>
    <name>DataSummary</name>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>The training data could not be counted: %1</source>
        <translation>Die Trainingsdaten konnten nicht gezählt werden: %1</translation>
    </message>
    <message numerus="yes">
        <source>&lt;b&gt;Training data&lt;/b&gt;: %n photo(s)</source>
        <translation>
            <numerusform>&lt;b&gt;Trainingsdaten&lt;/b&gt;: %n Foto</numerusform>
            <numerusform>&lt;b&gt;Trainingsdaten&lt;/b&gt;: %n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>ausgelassen: %1</translation>
    </message>
    <message>
        <source>⚠ This project has too few reviewed photos: only the other data sets are used.</source>
        <translation>⚠ Dieses Projekt hat zu wenige geprüfte Fotos: Nur die anderen Datensätze werden verwendet.</translation>
    </message>
    <message>
        <source>%1 not reviewed</source>
        <translation>%1 ungeprüft</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 also drawn by hand</source>
        <translation>%1 auch von Hand gezeichnet</translation>
    </message>
    <message>
        <source>%1 empty</source>
        <translation>%1 leer</translation>
    </message>
    <message>
        <source>%1 prompt(s) without a mask</source>
        <translation>%1 Eingabe(n) ohne Maske</translation>
    </message>
    <message numerus="yes">
        <source> – too few: %n more needed</source>
        <translation>
            <numerusform> – zu wenige: %n weiteres nötig</numerusform>
            <numerusform> – zu wenige: %n weitere nötig</numerusform>
        </translation>
    </message>
    <message>
        <source> – %1 would be better</source>
        <translation> – %1 wären besser</translation>
    </message>
</context>
<context>
    <name>Draft</name>
    <message>
        <source>SAM is still looking. Press Enter again when its outline shows.</source>
        <translation>SAM sucht noch. Drücken Sie Eingabe erneut, sobald der Umriss erscheint.</translation>
    </message>
    <message>
        <source>Only places that are not the object are marked. Click the object too.</source>
        <translation>Nur Stellen, die nicht zum Objekt gehören, sind markiert. Klicken Sie auch das Objekt an.</translation>
    </message>
    <message>
        <source>SAM has no outline for these clicks. Use the brush, or press Esc.</source>
        <translation>SAM hat keinen Umriss für diese Klicks. Verwenden Sie den Pinsel oder drücken Sie Esc.</translation>
    </message>
    <message>
        <source>Nothing would be left of the object. Press Esc, then Del to delete it.</source>
        <translation>Vom Objekt bliebe nichts übrig. Drücken Sie Esc und dann Entf, um es zu löschen.</translation>
    </message>
    <message>
        <source>The object is gone; its correction was dropped.</source>
        <translation>Das Objekt ist nicht mehr vorhanden; die Korrektur wurde verworfen.</translation>
    </message>
    <message>
        <source>correct with SAM</source>
        <translation>mit SAM korrigieren</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>A black-and-white PNG for every photo and label.</source>
        <translation>Ein schwarz-weißes PNG für jedes Foto und Label.</translation>
    </message>
    <message>
        <source>A labelme 5 JSON file for every photo.</source>
        <translation>Eine JSON-Datei von labelme 5 für jedes Foto.</translation>
    </message>
    <message>
        <source>A newer version of this program wrote {path} (format {found}; this one knows {known}). Update first.</source>
        <translation>Eine neuere Version dieses Programms hat {path} geschrieben (Format {found}; diese kennt {known}). Aktualisieren Sie zuerst.</translation>
    </message>
    <message>
        <source>A {kind} lies outside its photo, which is {width} pixels wide and {height} high. Draw it again.</source>
        <translation>Eine Markierung ({kind}) liegt außerhalb ihres Fotos, das {width} Pixel breit und {height} hoch ist. Zeichnen Sie sie neu.</translation>
    </message>
    <message>
        <source>Another program has the project in {path} open. Close it there first.</source>
        <translation>Ein anderes Programm hat das Projekt in {path} geöffnet. Schließen Sie es dort zuerst.</translation>
    </message>
    <message>
        <source>Another training runs in {path}. Wait until it ends, or stop it first.</source>
        <translation>In {path} läuft ein anderes Training. Warten Sie, bis es endet, oder halten Sie es zuerst an.</translation>
    </message>
    <message>
        <source>CVAT for images 1.1: one annotations.xml with masks.</source>
        <translation>CVAT for images 1.1: eine annotations.xml mit Masken.</translation>
    </message>
    <message>
        <source>Cannot read the photo {path}: {reason}. Replace the file or leave it out.</source>
        <translation>Das Foto {path} lässt sich nicht lesen: {reason}. Ersetzen Sie die Datei, oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>Datumaro JSON with masks.</source>
        <translation>Datumaro-JSON mit Masken.</translation>
    </message>
    <message>
        <source>Every object cut out of its photo, as a PNG with transparency.</source>
        <translation>Jedes Objekt aus seinem Foto ausgeschnitten, als PNG mit Transparenz.</translation>
    </message>
    <message>
        <source>GeoJSON polygons in pixels, one file per photo, as QuPath reads them.</source>
        <translation>GeoJSON-Polygone in Pixeln, eine Datei je Foto, wie QuPath sie liest.</translation>
    </message>
    <message>
        <source>Kept annotations are not exported; they come back when their picture is added again. Where a new picture shows the same scene, put the earlier file back and add it, then the new one with --keep-annotations.</source>
        <translation>Aufbewahrte Annotationen werden nicht exportiert; sie kommen zurück, wenn ihr Bild wieder hinzugefügt wird. Zeigt ein neues Bild dieselbe Szene, legen Sie die frühere Datei zurück und fügen Sie sie hinzu, danach die neue mit --keep-annotations.</translation>
    </message>
    <message>
        <source>Labelling at scale</source>
        <translation>Das Beschriften in großem Umfang</translation>
    </message>
    <message>
        <source>Labelling with Ray</source>
        <translation>Das Beschriften mit Ray</translation>
    </message>
    <message>
        <source>More than one {what} is called {name!r}: {candidates}. Say which by more of its path.</source>
        <translation>Der Name {name!r} ist nicht eindeutig ({what}): {candidates}. Geben Sie mehr vom Pfad an.</translation>
    </message>
    <message>
        <source>One COCO JSON file, checked after writing; most tools read it.</source>
        <translation>Eine COCO-JSON-Datei, nach dem Schreiben geprüft; die meisten Werkzeuge lesen sie.</translation>
    </message>
    <message>
        <source>One PNG per photo, its pixels the numbers of the labels.</source>
        <translation>Ein PNG je Foto, dessen Pixel die Nummern der Labels sind.</translation>
    </message>
    <message>
        <source>Pascal VOC: XML files with boxes, palette pictures of classes and objects.</source>
        <translation>Pascal VOC: XML-Dateien mit Rahmen, Palettenbilder der Klassen und Objekte.</translation>
    </message>
    <message>
        <source>SAM</source>
        <translation>SAM</translation>
    </message>
    <message>
        <source>Text files and a data.yaml to train a YOLO segmentation model with.</source>
        <translation>Textdateien und eine data.yaml, um ein YOLO-Segmentierungsmodell zu trainieren.</translation>
    </message>
    <message>
        <source>The device {device} ran out of memory: {remedy}.</source>
        <translation>Der Speicher des Geräts {device} reicht nicht: {remedy}.</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written. Make room; nothing was lost.</source>
        <translation>Der Datenträger ist voll: {path} konnte nicht geschrieben werden. Schaffen Sie Platz; nichts ging verloren.</translation>
    </message>
    <message>
        <source>The loss became NaN at step {step}. Lower the learning rate, or check these episodes:{episodes}</source>
        <translation>Der Verlust wurde in Schritt {step} zu NaN. Senken Sie die Lernrate, oder prüfen Sie diese Episoden:{episodes}</translation>
    </message>
    <message>
        <source>The mask {path} holds several values: {values}. Say which one is the object with --mask-value.</source>
        <translation>Die Maske {path} enthält mehrere Werte: {values}. Geben Sie mit --mask-value an, welcher das Objekt ist.</translation>
    </message>
    <message>
        <source>The project file {path} is damaged ({reason}). A copy of {copy} is kept beside it. To use it, run: project restore {path.parent}</source>
        <translation>Die Projektdatei {path} ist beschädigt ({reason}). Daneben liegt eine Kopie vom {copy}. Um sie zu benutzen, führen Sie aus: project restore {path.parent}</translation>
    </message>
    <message>
        <source>The project file {path} is damaged ({reason}). Restore it from a backup of your own.</source>
        <translation>Die Projektdatei {path} ist beschädigt ({reason}). Stellen Sie sie aus einer eigenen Sicherung wieder her.</translation>
    </message>
    <message>
        <source>The weights {weights_id} are not on this machine. Run: models fetch {weights_id}</source>
        <translation>Die Gewichte {weights_id} sind nicht auf diesem Rechner. Führen Sie aus: models fetch {weights_id}</translation>
    </message>
    <message>
        <source>The weights {weights_id} could not be fetched:{attempts}
If you have the file, run: models import {weights_id} FILE</source>
        <translation>Die Gewichte {weights_id} konnten nicht geladen werden:{attempts}
Wenn Sie die Datei haben, führen Sie aus: models import {weights_id} DATEI</translation>
    </message>
    <message>
        <source>The {kind} is empty. Draw it with some extent.</source>
        <translation>Die Markierung ({kind}) ist leer. Geben Sie ihr eine Ausdehnung.</translation>
    </message>
    <message>
        <source>There are no {what}: {remedy}.</source>
        <translation>Nicht vorhanden: {what} – {remedy}.</translation>
    </message>
    <message>
        <source>There is no project in {path}. Make one with: project new</source>
        <translation>In {path} gibt es kein Projekt. Legen Sie eines an mit: project new</translation>
    </message>
    <message>
        <source>There is no {what} called {name!r}. Check the spelling; it may also have been moved or removed.</source>
        <translation>Nicht gefunden ({what}): {name!r}. Prüfen Sie die Schreibweise; vielleicht wurde es auch verschoben oder entfernt.</translation>
    </message>
    <message>
        <source>There is no {what} called {name!r}. There is: {known}</source>
        <translation>Nicht gefunden ({what}): {name!r}. Vorhanden: {known}</translation>
    </message>
    <message>
        <source>This machine ran out of memory: {remedy}.</source>
        <translation>Der Speicher dieses Rechners reicht nicht: {remedy}.</translation>
    </message>
    <message>
        <source>a SAM checkpoint</source>
        <translation>ein Checkpoint von SAM</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>a folder is written, not one file: name a folder, without .json</source>
        <translation>geschrieben wird ein Ordner, nicht eine Datei: geben Sie einen Ordner an, ohne .json</translation>
    </message>
    <message>
        <source>a note of its digest beside it</source>
        <translation>daneben eine Notiz seiner Prüfsumme</translation>
    </message>
    <message>
        <source>a resume state</source>
        <translation>ein Stand zum Fortsetzen</translation>
    </message>
    <message>
        <source>a resume state of this run</source>
        <translation>ein Stand zum Fortsetzen dieses Laufs</translation>
    </message>
    <message>
        <source>a safetensors file</source>
        <translation>eine safetensors-Datei</translation>
    </message>
    <message>
        <source>a safetensors file of weights</source>
        <translation>eine safetensors-Datei mit Gewichten</translation>
    </message>
    <message>
        <source>accept or correct the results on five photos of a label first</source>
        <translation>zuerst die Ergebnisse auf fünf Fotos eines Labels annehmen oder korrigieren</translation>
    </message>
    <message>
        <source>add photos beside the reference</source>
        <translation>fügen Sie neben der Referenz weitere Fotos hinzu</translation>
    </message>
    <message>
        <source>add the photos of the references again, their files are gone or changed</source>
        <translation>fügen Sie die Fotos der Referenzen erneut hinzu, ihre Dateien fehlen oder wurden geändert</translation>
    </message>
    <message>
        <source>an ONNX graph</source>
        <translation>ein ONNX-Graph</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>annotation</source>
        <translation>Annotation</translation>
    </message>
    <message>
        <source>ask for more with --doubtful or --sample</source>
        <translation>mit --doubtful oder --sample mehr anfordern</translation>
    </message>
    <message>
        <source>box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>bring some in first: project import-results</source>
        <translation>zuerst welche hereinholen: project import-results</translation>
    </message>
    <message>
        <source>bundle</source>
        <translation>Bündel</translation>
    </message>
    <message>
        <source>categories to train on</source>
        <translation>Kategorien zum Trainieren</translation>
    </message>
    <message>
        <source>category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>choose it and find again</source>
        <translation>diese wählen und erneut suchen</translation>
    </message>
    <message>
        <source>class list</source>
        <translation>Klassenliste</translation>
    </message>
    <message>
        <source>close other programs, or make a smaller copy of the photo, and start a new pass</source>
        <translation>schließen Sie andere Programme, oder verkleinern Sie eine Kopie des Fotos, und starten Sie einen neuen Durchlauf</translation>
    </message>
    <message>
        <source>close other programs, or use a machine with more memory</source>
        <translation>schließen Sie andere Programme, oder nehmen Sie einen Rechner mit mehr Speicher</translation>
    </message>
    <message>
        <source>copy of the project</source>
        <translation>Kopie des Projekts</translation>
    </message>
    <message>
        <source>data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>decisions to learn from</source>
        <translation>Entscheidungen, aus denen gelernt werden kann</translation>
    </message>
    <message>
        <source>decoding it takes more memory than is free</source>
        <translation>das Dekodieren braucht mehr Speicher, als frei ist</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>doubtful results</source>
        <translation>zweifelhafte Ergebnisse</translation>
    </message>
    <message>
        <source>everything found is sure or decided</source>
        <translation>alles Gefundene ist sicher oder entschieden</translation>
    </message>
    <message>
        <source>export without a split</source>
        <translation>exportieren Sie ohne Aufteilung</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>file or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>Teilung</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>give a list of paths, or a folder of photos</source>
        <translation>eine Liste von Pfaden oder einen Fotoordner angeben</translation>
    </message>
    <message>
        <source>give more photos, or hold out fewer categories</source>
        <translation>geben Sie mehr Fotos an, oder halten Sie weniger Kategorien zurück</translation>
    </message>
    <message>
        <source>it is a file; name the folder of the pictures</source>
        <translation>es ist eine Datei; geben Sie den Ordner der Bilder an</translation>
    </message>
    <message>
        <source>it is a photograph, not a mask: it has many shades, and no two of them prevail. Give a picture in which the object is white and everything else black</source>
        <translation>es ist ein Foto, keine Maske: Es hat viele Abstufungen, und keine zwei davon überwiegen. Geben Sie ein Bild an, in dem das Objekt weiß und alles andere schwarz ist</translation>
    </message>
    <message>
        <source>it is no file of Label Studio&apos;s: it has no list of tasks</source>
        <translation>es ist keine Datei von Label Studio: sie hat keine Liste von Aufgaben</translation>
    </message>
    <message>
        <source>it is no file of Segment Anything&apos;s: it has no image with a list of masks</source>
        <translation>es ist keine Datei von Segment Anything: sie hat kein Bild mit einer Liste von Masken</translation>
    </message>
    <message>
        <source>it is no file of YOLO&apos;s: name a folder, its data.yaml, or a .txt file</source>
        <translation>es ist keine Datei von YOLO: geben Sie einen Ordner, dessen data.yaml oder eine .txt-Datei an</translation>
    </message>
    <message>
        <source>it is no file of labelme&apos;s: it has no list of shapes</source>
        <translation>es ist keine Datei von labelme: sie hat keine Liste von Formen (shapes)</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>imported results</source>
        <translation>importierten Ergebnisse</translation>
    </message>
    <message>
        <source>imports</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>install them with: pip install &apos;vrp-annotator[demo]&apos;</source>
        <translation>installieren Sie sie mit: pip install &apos;vrp-annotator[demo]&apos;</translation>
    </message>
    <message>
        <source>it defines entities, which no annotation tool does</source>
        <translation>sie definiert Entitäten, was kein Annotationswerkzeug tut</translation>
    </message>
    <message>
        <source>it is a file; this format needs a folder</source>
        <translation>es ist eine Datei; dieses Format braucht einen Ordner</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is a folder; name a file</source>
        <translation>es ist ein Ordner; nennen Sie eine Datei</translation>
    </message>
    <message>
        <source>it is a photo of the project; name another file</source>
        <translation>es ist ein Foto des Projekts; nennen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>it is no COCO file: it has neither annotations nor categories</source>
        <translation>es ist keine COCO-Datei: sie hat weder Annotationen noch Kategorien</translation>
    </message>
    <message>
        <source>it is no COCO file: it has no list of images</source>
        <translation>es ist keine COCO-Datei: sie hat keine Liste von Bildern</translation>
    </message>
    <message>
        <source>it is no file of Datumaro&apos;s: it has no items and categories</source>
        <translation>es ist keine Datei von Datumaro: sie hat keine Einträge und Kategorien</translation>
    </message>
    <message>
        <source>it is no list of paths: a text in UTF-8, with one path on each line</source>
        <translation>es ist keine Liste von Pfaden: ein Text in UTF-8 mit einem Pfad in jeder Zeile</translation>
    </message>
    <message>
        <source>its format is not known</source>
        <translation>das Format ist nicht bekannt</translation>
    </message>
    <message>
        <source>its name is not valid Unicode, so that no project could keep it; rename it</source>
        <translation>der Name ist kein gültiges Unicode, sodass kein Projekt ihn speichern kann; benennen Sie die Datei um</translation>
    </message>
    <message>
        <source>known by its content: {old} is {new} now</source>
        <translation>am Inhalt erkannt: {old} ist jetzt {new}</translation>
    </message>
    <message>
        <source>known by their content: {count} more photos at another place</source>
        <translation>am Inhalt erkannt: {count} weitere Fotos an einem anderen Ort</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>label photos into it first: vrp-annotator label</source>
        <translation>zuerst Fotos dorthin beschriften: vrp-annotator label</translation>
    </message>
    <message>
        <source>left out: {count} file that cannot be read as photos: {names}</source>
        <translation>ausgelassen: {count} Datei, die sich nicht als Foto lesen lässt: {names}</translation>
    </message>
    <message>
        <source>left out: {count} files that cannot be read as photos: {names}</source>
        <translation>ausgelassen: {count} Dateien, die sich nicht als Fotos lesen lassen: {names}</translation>
    </message>
    <message>
        <source>left out: {count} result of this program: {names}</source>
        <translation>ausgelassen: {count} Ergebnis dieses Programms: {names}</translation>
    </message>
    <message>
        <source>left out: {count} results of this program: {names}</source>
        <translation>ausgelassen: {count} Ergebnisse dieses Programms: {names}</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>list</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>list or folder</source>
        <translation>Liste oder Ordner</translation>
    </message>
    <message>
        <source>mark the object on another photo first</source>
        <translation>markieren Sie das Objekt zuerst auf einem anderen Foto</translation>
    </message>
    <message>
        <source>mark the object on at least one photo</source>
        <translation>markieren Sie das Objekt auf mindestens einem Foto</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>methods that learn from decisions beside the shipped one</source>
        <translation>Methoden außer der mitgelieferten, die aus Entscheidungen lernen</translation>
    </message>
    <message>
        <source>name their folder with --images</source>
        <translation>nennen Sie ihren Ordner mit --images</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>note: of {count} more files with many bands the first three are shown</source>
        <translation>Hinweis: von {count} weiteren Dateien mit vielen Kanälen werden die ersten drei gezeigt</translation>
    </message>
    <message>
        <source>note: of {count} more files with several pictures the first one is taken</source>
        <translation>Hinweis: von {count} weiteren Dateien mit mehreren Bildern wird das erste genommen</translation>
    </message>
    <message>
        <source>note: {file} has {count} bands; the first three are shown, others with: project pictures --bands</source>
        <translation>Hinweis: {file} hat {count} Kanäle; die ersten drei werden gezeigt, andere mit: project pictures --bands</translation>
    </message>
    <message>
        <source>note: {file} holds {count} pictures; the first one is taken</source>
        <translation>Hinweis: {file} enthält {count} Bilder; das erste wird genommen</translation>
    </message>
    <message>
        <source>nothing was brought in that could be taken back</source>
        <translation>es wurde nichts importiert, das sich zurücknehmen ließe</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>Durchlauf</translation>
    </message>
    <message>
        <source>photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>photos to cut objects out of</source>
        <translation>Fotos, aus denen Objekte ausgeschnitten werden</translation>
    </message>
    <message>
        <source>photos to review</source>
        <translation>Fotos zum Prüfen</translation>
    </message>
    <message>
        <source>point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>raise --accumulate, or lower --batch</source>
        <translation>erhöhen Sie --accumulate, oder senken Sie --batch</translation>
    </message>
    <message>
        <source>reading it is not permitted</source>
        <translation>das Lesen ist nicht erlaubt</translation>
    </message>
    <message>
        <source>references</source>
        <translation>Referenzen</translation>
    </message>
    <message>
        <source>rows are missing</source>
        <translation>Zeilen fehlen</translation>
    </message>
    <message>
        <source>sample photos</source>
        <translation>Beispielfotos</translation>
    </message>
    <message>
        <source>scribble</source>
        <translation>Strich</translation>
    </message>
    <message>
        <source>semantic encoder</source>
        <translation>semantischer Encoder</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>the file does not exist; if it was moved, add it again</source>
        <translation>die Datei existiert nicht; wurde sie verschoben, fügen Sie sie erneut hinzu</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>the network of its configuration</source>
        <translation>das Netz seiner Konfiguration</translation>
    </message>
    <message>
        <source>the references of this pass were removed; start a new pass</source>
        <translation>die Referenzen dieses Durchlaufs wurden entfernt; starten Sie einen neuen Durchlauf</translation>
    </message>
    <message>
        <source>there are no label files (.txt) in this folder</source>
        <translation>in diesem Ordner sind keine Label-Dateien (.txt)</translation>
    </message>
    <message>
        <source>there are no mask pictures &lt;label&gt;/&lt;image&gt;.png in this folder</source>
        <translation>in diesem Ordner sind keine Maskenbilder &lt;label&gt;/&lt;image&gt;.png</translation>
    </message>
    <message>
        <source>there are no pictures of label numbers in this folder</source>
        <translation>in diesem Ordner sind keine Bilder mit Labelnummern</translation>
    </message>
    <message>
        <source>usable annotations</source>
        <translation>brauchbare Annotationen</translation>
    </message>
    <message>
        <source>vrp-annotator/3</source>
        <translation>vrp-annotator/3</translation>
    </message>
    <message>
        <source>{label} on {photo} is not found even on that photo. It is small there: search close-ups too, or mark it with another kind of prompt.</source>
        <translation>{label} auf {photo} wird nicht einmal auf diesem Foto gefunden. Es ist dort klein: Durchsuchen Sie auch Nahaufnahmen, oder markieren Sie es mit einer anderen Art von Prompt.</translation>
    </message>
    <message>
        <source>{label} on {photo} is not found even on that photo: mark it with another kind of prompt, or add a further reference.</source>
        <translation>{label} auf {photo} wird nicht einmal auf diesem Foto gefunden: Markieren Sie es mit einer anderen Art von Prompt, oder fügen Sie eine weitere Referenz hinzu.</translation>
    </message>
    <message>
        <source>{label}: {photos} decided photos have taught it: they are found on each other with {after} IoU, before {before}.</source>
        <translation>{label}: Aus {photos} entschiedenen Fotos gelernt. Von den jeweils anderen aus werden sie mit {after} IoU gefunden, vorher mit {before}.</translation>
    </message>
    <message>
        <source>{label}: {photos} decided photos teach nothing new ({after} IoU on each other, before {before}). Its results stay.</source>
        <translation>{label}: {photos} entschiedene Fotos lehren nichts Neues ({after} IoU untereinander, vorher {before}). Die Ergebnisse bleiben.</translation>
    </message>
    <message>
        <source>{what} needs packages that are not installed. Run: pip install &apos;vrp-annotator[{extra}]&apos;</source>
        <translation>{what} braucht Pakete, die nicht installiert sind. Ausführen: pip install &apos;vrp-annotator[{extra}]&apos;</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>There is a project in {path} already. Choose another folder, or add photos to it with: project add-images</source>
        <translation>Es gibt schon ein Projekt in {path}. Wählen Sie einen anderen Ordner, oder fügen Sie ihm Fotos hinzu mit: project add-images</translation>
    </message>
    <message>
        <source>there is no JSON file in this folder</source>
        <translation>in diesem Ordner ist keine JSON-Datei</translation>
    </message>
    <message>
        <source>weights file</source>
        <translation>Gewichtedatei</translation>
    </message>
    <message>
        <source>weights of this pass any more</source>
        <translation>Gewichte dieses Durchlaufs</translation>
    </message>
    <message>
        <source>{count} found mask below the threshold is left out</source>
        <translation>{count} gefundene Maske unter der Schwelle bleibt weg</translation>
    </message>
    <message>
        <source>{count} found mask is replaced by your own</source>
        <translation>{count} gefundene Maske ist durch Ihre eigene ersetzt</translation>
    </message>
    <message>
        <source>{count} found mask that nobody has reviewed is left out</source>
        <translation>{count} ungeprüfte gefundene Maske bleibt weg</translation>
    </message>
    <message>
        <source>{count} found masks are replaced by your own</source>
        <translation>{count} gefundene Masken sind durch Ihre eigenen ersetzt</translation>
    </message>
    <message>
        <source>{count} found masks below the threshold are left out</source>
        <translation>{count} gefundene Masken unter der Schwelle bleiben weg</translation>
    </message>
    <message>
        <source>{count} found masks that nobody has reviewed are left out</source>
        <translation>{count} ungeprüfte gefundene Masken bleiben weg</translation>
    </message>
    <message>
        <source>{count} look-alike is left out</source>
        <translation>{count} ähnliches, aber falsches Objekt bleibt weg</translation>
    </message>
    <message>
        <source>{count} look-alikes are left out</source>
        <translation>{count} ähnliche, aber falsche Objekte bleiben weg</translation>
    </message>
    <message>
        <source>{count} mask without a pixel is left out</source>
        <translation>{count} Maske ohne Pixel bleibt weg</translation>
    </message>
    <message>
        <source>{count} masks without a pixel are left out</source>
        <translation>{count} Masken ohne Pixel bleiben weg</translation>
    </message>
    <message>
        <source>{count} more photos hold another picture now; their annotations are kept, too</source>
        <translation>{count} weitere Fotos enthalten jetzt ein anderes Bild; auch ihre Annotationen sind aufbewahrt</translation>
    </message>
    <message>
        <source>{count} object on a photo that is gone, or was replaced by another, is left out</source>
        <translation>{count} Objekt auf einem Foto, das fehlt oder ersetzt wurde, bleibt weg</translation>
    </message>
    <message>
        <source>{count} object on a photo that is not reviewed to the end is left out</source>
        <translation>{count} Objekt auf einem nicht zu Ende geprüften Foto bleibt weg</translation>
    </message>
    <message>
        <source>{count} objects on photos that are gone, or were replaced by others, are left out</source>
        <translation>{count} Objekte auf Fotos, die fehlen oder ersetzt wurden, bleiben weg</translation>
    </message>
    <message>
        <source>{count} objects on photos that are not reviewed to the end are left out</source>
        <translation>{count} Objekte auf nicht zu Ende geprüften Fotos bleiben weg</translation>
    </message>
    <message>
        <source>{count} photo that is not reviewed is left out: {names}</source>
        <translation>{count} ungeprüftes Foto bleibt weg: {names}</translation>
    </message>
    <message>
        <source>{count} photo whose file holds another picture now, left out of passes and exports: {names}. Add the folder again.</source>
        <translation>{count} Foto, dessen Datei jetzt ein anderes Bild enthält, bleibt bei Suche und Export weg: {names}. Fügen Sie den Ordner erneut hinzu.</translation>
    </message>
    <message>
        <source>{count} photo whose file is gone or holds another picture is left out: {names}</source>
        <translation>{count} Foto, dessen Datei fehlt oder ein anderes Bild enthält, bleibt weg: {names}</translation>
    </message>
    <message>
        <source>{count} photo without a file, left out of passes and exports: {names}. Put the files back, or add the folder they are in now.</source>
        <translation>{count} Foto ohne Datei bleibt bei Suche und Export weg: {names}. Legen Sie die Dateien zurück, oder fügen Sie ihren jetzigen Ordner hinzu.</translation>
    </message>
    <message>
        <source>{count} photos that are not reviewed are left out: {names}</source>
        <translation>{count} ungeprüfte Fotos bleiben weg: {names}</translation>
    </message>
    <message>
        <source>{count} photos whose file holds another picture now, left out of passes and exports: {names}. Add the folder again.</source>
        <translation>{count} Fotos, deren Datei jetzt ein anderes Bild enthält, bleiben bei Suche und Export weg: {names}. Fügen Sie den Ordner erneut hinzu.</translation>
    </message>
    <message>
        <source>{count} photos whose files are gone or hold another picture are left out: {names}</source>
        <translation>{count} Fotos, deren Dateien fehlen oder ein anderes Bild enthalten, bleiben weg: {names}</translation>
    </message>
    <message>
        <source>{count} photos without a file, left out of passes and exports: {names}. Put the files back, or add the folder they are in now.</source>
        <translation>{count} Fotos ohne Datei bleiben bei Suche und Export weg: {names}. Legen Sie die Dateien zurück, oder fügen Sie ihren jetzigen Ordner hinzu.</translation>
    </message>
    <message>
        <source>{count} prompt without a mask is left out</source>
        <translation>{count} Prompt ohne Maske bleibt weg</translation>
    </message>
    <message>
        <source>{count} prompts without a mask are left out</source>
        <translation>{count} Prompts ohne Maske bleiben weg</translation>
    </message>
    <message>
        <source>{count} reference is left out</source>
        <translation>{count} Referenz bleibt weg</translation>
    </message>
    <message>
        <source>{count} references are left out</source>
        <translation>{count} Referenzen bleiben weg</translation>
    </message>
    <message>
        <source>{count} rejected mask is left out</source>
        <translation>{count} abgelehnte Maske bleibt weg</translation>
    </message>
    <message>
        <source>{count} rejected masks are left out</source>
        <translation>{count} abgelehnte Masken bleiben weg</translation>
    </message>
    <message>
        <source>{folder} holds files that no export wrote, or that were changed since: {names}. Choose another place, or add --replace to replace them.</source>
        <translation>{folder} enthält Dateien, die kein Export geschrieben hat oder die seither geändert wurden: {names}. Wählen Sie einen anderen Ort, oder ersetzen Sie sie mit --replace.</translation>
    </message>
    <message>
        <source>{folder} holds results of another run: {difference}. Choose another folder, or the same inputs as before.</source>
        <translation>{folder} enthält Ergebnisse eines anderen Laufs: {difference}. Wählen Sie einen anderen Ordner oder dieselben Eingaben wie zuvor.</translation>
    </message>
    <message>
        <source>{name!r} is not a label name. Give the label a name.</source>
        <translation>{name!r} ist kein Name für ein Label. Geben Sie dem Label einen Namen.</translation>
    </message>
    <message>
        <source>{name} ({count} pixels)</source>
        <translation>{name} ({count} Pixel)</translation>
    </message>
    <message>
        <source>{old} holds another picture now. What was annotated on the earlier one is kept as {new}</source>
        <translation>{old} enthält jetzt ein anderes Bild. Was auf dem früheren annotiert war, ist als {new} aufbewahrt</translation>
    </message>
    <message>
        <source>{path} belongs to another network: expected {expected}, found {found}. Choose the file that fits.</source>
        <translation>{path} gehört zu einem anderen Netz: erwartet {expected}, gefunden {found}. Wählen Sie die passende Datei.</translation>
    </message>
    <message>
        <source>{path} cannot be used:{problems}</source>
        <translation>{path} ist nicht brauchbar:{problems}</translation>
    </message>
    <message>
        <source>{path} is not the expected weights file: expected {expected}, found {found}. Fetch it again, or choose another.</source>
        <translation>{path} ist nicht die erwartete Gewichtedatei: erwartet {expected}, gefunden {found}. Laden Sie sie erneut, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>{path} was changed since it was added. Add the photo again; if it has another size now, remove it first.</source>
        <translation>{path} wurde seit dem Hinzufügen geändert. Fügen Sie das Foto erneut hinzu; hat es nun eine andere Größe, entfernen Sie es zuerst.</translation>
    </message>
    <message>
        <source>{path} was made by an earlier version of this program ({found}), for a network it no longer has. Use the weights that come with the program, or train again: vrp-annotator train --data ... --out ...</source>
        <translation>{path} stammt von einer früheren Version dieses Programms ({found}), für ein Netz, das es nicht mehr hat. Nehmen Sie die mitgelieferten Gewichte, oder trainieren Sie neu: vrp-annotator train --data ... --out ...</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>automatic: run lengths where there are holes</source>
        <translation>automatisch: Lauflängen, wo Löcher sind</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>run lengths</source>
        <translation>Lauflängen</translation>
    </message>
    <message>
        <source>run lengths, not compressed</source>
        <translation>Lauflängen, nicht komprimiert</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>stay where they are</source>
        <translation>bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>are copied there</source>
        <translation>werden dorthin kopiert</translation>
    </message>
    <message>
        <source>are linked there</source>
        <translation>werden dort verlinkt</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>80 % training, 20 % validation, by scene</source>
        <translation>80 % Training, 20 % Validierung, nach Szene</translation>
    </message>
    <message>
        <source>80 % training, 10 % validation, 10 % test, by scene</source>
        <translation>80 % Training, 10 % Validierung, 10 % Test, nach Szene</translation>
    </message>
    <message>
        <source>Write the confidence as score</source>
        <translation>Konfidenz als Score schreiben</translation>
    </message>
    <message>
        <source>Also what nobody has reviewed</source>
        <translation>Auch Ungeprüftes</translation>
    </message>
    <message>
        <source>Also the references</source>
        <translation>Auch die Referenzen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Save list…</source>
        <translation>Liste speichern …</translation>
    </message>
    <message>
        <source>Write everything that is said here to a text file</source>
        <translation>Alles, was hier steht, in eine Textdatei schreiben</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>%1 written to %2%3.</source>
        <translation>%1 nach %2 geschrieben%3.</translation>
    </message>
    <message>
        <source>Outlines: %1, IoU at least %2.</source>
        <translation>Umrisse: %1, IoU mindestens %2.</translation>
    </message>
    <message>
        <source>There are files that no export wrote, or that were changed since. Replace them?</source>
        <translation>Es gibt Dateien, die kein Export geschrieben hat oder die seitdem geändert wurden. Ersetzen?</translation>
    </message>
    <message>
        <source>follow every pixel</source>
        <translation>folgen jedem Pixel</translation>
    </message>
    <message>
        <source>few points, IoU %1 or more</source>
        <translation>wenige Punkte, IoU %1 oder mehr</translation>
    </message>
    <message>
        <source>IoU %1 or more</source>
        <translation>IoU %1 oder mehr</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>Hinweis: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing and checking…</source>
        <translation>Wird geschrieben und geprüft …</translation>
    </message>
    <message>
        <source> and read back by pycocotools: every mask is the same</source>
        <translation> und von pycocotools zurückgelesen: jede Maske ist gleich</translation>
    </message>
</context>
<context>
    <name>ExtraDatasets</name>
    <message>
        <source>Other training data</source>
        <translation>Weitere Trainingsdaten</translation>
    </message>
    <message>
        <source>Another project…</source>
        <translation>Ein anderes Projekt …</translation>
    </message>
    <message>
        <source>A COCO JSON file…</source>
        <translation>Eine COCO-JSON-Datei …</translation>
    </message>
    <message>
        <source>A folder with images/ and masks/…</source>
        <translation>Ein Ordner mit images/ und masks/ …</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>&lt;b&gt;Other training data&lt;/b&gt;</source>
        <translation>&lt;b&gt;Weitere Trainingsdaten&lt;/b&gt;</translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>wird geprüft …</translation>
    </message>
    <message>
        <source>
and %1 more</source>
        <translation>
und %1 weitere</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s): %1</source>
        <translation>
            <numerusform>%n Foto: %1</numerusform>
            <numerusform>%n Fotos: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>A project&apos;s folder</source>
        <translation>Ordner eines Projekts</translation>
    </message>
    <message>
        <source>COCO annotations</source>
        <translation>COCO-Annotationen</translation>
    </message>
    <message>
        <source>A folder with images/ and masks/</source>
        <translation>Ein Ordner mit images/ und masks/</translation>
    </message>
    <message>
        <source>Where the photos of %1 are</source>
        <translation>Wo die Fotos zu %1 liegen</translation>
    </message>
</context>
<context>
    <name>FetchWeightsDialog</name>
    <message>
        <source>Download %1?</source>
        <translation>%1 herunterladen?</translation>
    </message>
    <message>
        <source>The program needs the weights of %1 to mark and find objects. It downloads them once, after you agree. Your photos stay on this machine.</source>
        <translation>Das Programm braucht die Gewichte von %1, um Objekte zu markieren und zu finden. Es lädt sie einmal herunter, nachdem Sie zugestimmt haben. Ihre Fotos bleiben auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>If that fails</source>
        <translation>Falls das misslingt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Digest (sha256)</source>
        <translation>Prüfsumme (sha256)</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Abgelegt in</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Use a file I have…</source>
        <translation>Vorhandene Datei verwenden …</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>Gewichte von %1</translation>
    </message>
</context>
<context>
    <name>FurtherReferencesDialog</name>
    <message>
        <source>Further references</source>
        <translation>Weitere Referenzen</translation>
    </message>
    <message>
        <source>These are masks that you corrected. The next pass looks for what resembles them too. Keep those that show the object whole, and differ from the references so far.</source>
        <translation>Das sind Masken, die Sie korrigiert haben. Der nächste Durchlauf sucht auch nach dem, was ihnen ähnelt. Behalten Sie die, die das Objekt ganz zeigen und sich von den bisherigen Referenzen unterscheiden.</translation>
    </message>
    <message numerus="yes">
        <source>Use %n, and find again</source>
        <translation>
            <numerusform>%n verwenden und neu suchen</numerusform>
            <numerusform>%n verwenden und neu suchen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupBar</name>
    <message>
        <source>How alike at least</source>
        <translation>Mindestähnlichkeit</translation>
    </message>
    <message>
        <source>How much a result resembles the selected one at least, to be in the group</source>
        <translation>Wie ähnlich ein Ergebnis dem ausgewählten mindestens sein muss, um zur Gruppe zu gehören</translation>
    </message>
    <message>
        <source>Results that look alike</source>
        <translation>Ähnliche Ergebnisse</translation>
    </message>
    <message>
        <source>Select a result first: N goes to the next.</source>
        <translation>Wählen Sie zuerst ein Ergebnis aus: N geht zum nächsten.</translation>
    </message>
    <message>
        <source>Looking for results that look like this one…</source>
        <translation>Ergebnisse, die diesem ähnlich sehen, werden gesucht …</translation>
    </message>
    <message>
        <source>Nothing was compared. Press the key again.</source>
        <translation>Es wurde nichts verglichen. Drücken Sie die Taste noch einmal.</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) look like this one. A decision is about all; a click leaves one out.</source>
        <translation>
            <numerusform>%n Ergebnis sieht diesem ähnlich. Eine Entscheidung gilt für beide; ein Klick nimmt es aus.</numerusform>
            <numerusform>%n Ergebnisse sehen diesem ähnlich. Eine Entscheidung gilt für alle; ein Klick nimmt eines aus.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Click the coin, wait for its outline, and press %1: it is now the reference.</source>
        <translation>Klicken Sie auf die Münze, warten Sie auf ihren Umriss und drücken Sie %1: Sie ist nun die Referenz.</translation>
    </message>
    <message>
        <source>Press %1: the coins in the other photos are found.</source>
        <translation>Drücken Sie %1: Die Münzen auf den anderen Fotos werden gefunden.</translation>
    </message>
    <message>
        <source>Press %1 for the least certain result. 1 accepts it, 3 rejects it, any tool corrects it.</source>
        <translation>%1 zeigt das unsicherste Ergebnis. 1 nimmt es an, 3 lehnt es ab, jedes Werkzeug korrigiert es.</translation>
    </message>
    <message>
        <source>Press %1: everything you have reviewed leaves as COCO, or in a format of your choice.</source>
        <translation>Drücken Sie %1: Alles Geprüfte wird als COCO oder in einem Format Ihrer Wahl exportiert.</translation>
    </message>
    <message>
        <source>I know the rest</source>
        <translation>Den Rest kenne ich</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Looking why…</source>
        <translation>Der Grund wird gesucht …</translation>
    </message>
    <message>
        <source>Where “%1” is: the brighter, the surer. At most %2</source>
        <translation>Wo „%1“ ist: je heller, desto sicherer. Höchstens %2</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Draw the line right across one object.</source>
        <translation>Ziehen Sie die Linie ganz durch ein Objekt.</translation>
    </message>
    <message>
        <source>Finish the object with Enter, or drop it with Esc, before you paint.</source>
        <translation>Schließen Sie das Objekt mit Eingabe ab oder verwerfen Sie es mit Esc, bevor Sie malen.</translation>
    </message>
    <message>
        <source>There is no object here to erase from.</source>
        <translation>Hier ist kein Objekt zum Radieren.</translation>
    </message>
    <message>
        <source>SAM is looking…</source>
        <translation>SAM sucht …</translation>
    </message>
    <message>
        <source>Enter stores the correction, Ctrl+Z removes the last click, Esc drops it</source>
        <translation>Eingabe speichert die Korrektur, Strg+Z entfernt den letzten Klick, Esc verwirft sie</translation>
    </message>
    <message>
        <source>Enter finishes the object, Ctrl+Z removes the last prompt, Esc drops it</source>
        <translation>Eingabe schließt das Objekt ab, Strg+Z entfernt die letzte Eingabe, Esc verwirft es</translation>
    </message>
    <message>
        <source>A click adds to the selected object, a right click takes away. Esc: a new object</source>
        <translation>Klick fügt dem ausgewählten Objekt hinzu, Rechtsklick nimmt weg. Esc: neues Objekt</translation>
    </message>
    <message>
        <source>Erase from the selected object. Esc: from the one under the eraser</source>
        <translation>Vom ausgewählten Objekt wegradieren. Esc: vom Objekt unter dem Radierer</translation>
    </message>
    <message>
        <source>Erase from the object under the eraser</source>
        <translation>Vom Objekt unter dem Radierer wegradieren</translation>
    </message>
    <message>
        <source>Paint on the selected object, Alt erases. Esc: paint a new object</source>
        <translation>Auf das ausgewählte Objekt malen, Alt radiert. Esc: neues Objekt malen</translation>
    </message>
    <message>
        <source>Paint a new object, or erase from the one under the brush</source>
        <translation>Ein neues Objekt malen oder von dem unter dem Pinsel radieren</translation>
    </message>
    <message>
        <source>Click selects, Shift+click adds to the selection, dragging moves</source>
        <translation>Klick wählt aus, Umschalt+Klick erweitert die Auswahl, Ziehen verschiebt</translation>
    </message>
    <message>
        <source>Click the object, right-click what is not part of it</source>
        <translation>Das Objekt anklicken, mit Rechtsklick, was nicht dazugehört</translation>
    </message>
    <message>
        <source>Draw a line over the object</source>
        <translation>Eine Linie über das Objekt ziehen</translation>
    </message>
    <message>
        <source>Drag a box around the object</source>
        <translation>Einen Rahmen um das Objekt ziehen</translation>
    </message>
    <message>
        <source>Click corner after corner; Enter closes the polygon</source>
        <translation>Ecke für Ecke klicken; Eingabe schließt das Polygon</translation>
    </message>
    <message>
        <source>Drag corners; click an edge to add one, right-click a corner to remove it</source>
        <translation>Ecken ziehen; Klick auf eine Kante fügt eine hinzu, Rechtsklick auf eine Ecke entfernt sie</translation>
    </message>
    <message>
        <source>Draw a line right across an object to cut it in two</source>
        <translation>Eine Linie quer durch ein Objekt ziehen, um es zu teilen</translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Photos (%1)</source>
        <translation>Fotos (%1)</translation>
    </message>
    <message>
        <source>Reading photos: %1 of %2</source>
        <translation>Fotos werden gelesen: %1 von %2</translation>
    </message>
    <message>
        <source>Finding outlines: photo %1 of %2</source>
        <translation>Umrisse werden gesucht: Foto %1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) added</source>
        <translation>
            <numerusform>%n Foto hinzugefügt</numerusform>
            <numerusform>%n Fotos hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n moved or changed photo(s) imported again</source>
        <translation>
            <numerusform>, %n verschobenes oder geändertes Foto erneut importiert</numerusform>
            <numerusform>, %n verschobene oder geänderte Fotos erneut importiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Not everything was added as it is:</source>
        <translation>Nicht alles wurde unverändert hinzugefügt:</translation>
    </message>
    <message>
        <source>Same scene: keep annotations</source>
        <translation>Gleiche Szene: Annotationen behalten</translation>
    </message>
    <message>
        <source>The new pictures are edited versions of the earlier ones, of the same size</source>
        <translation>Die neuen Bilder sind bearbeitete Fassungen der früheren, in derselben Größe</translation>
    </message>
    <message>
        <source>Some photos are left out of the search:</source>
        <translation>Einige Fotos bleiben bei der Suche weg:</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) keep their annotations</source>
        <translation>
            <numerusform>%n Foto behält seine Annotationen</numerusform>
            <numerusform>%n Fotos behalten ihre Annotationen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) or point(s) came in without a mask.</source>
        <translation>
            <numerusform>%n Rahmen oder Punkt kam ohne Maske.</numerusform>
            <numerusform>%n Rahmen oder Punkte kamen ohne Maske.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were in the project already.</source>
        <translation>
            <numerusform>%n war schon im Projekt.</numerusform>
            <numerusform>%n waren schon im Projekt.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 annotations on %2 photos were imported.</source>
        <translation>%1 Annotationen auf %2 Fotos wurden importiert.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import annotations</source>
        <translation>Annotationen importieren</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>COCO, labelme, YOLO, Pascal VOC, CVAT, Datumaro, Label Studio, masks</source>
        <translation>COCO, labelme, YOLO, Pascal VOC, CVAT, Datumaro, Label Studio, Masken</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei …</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Import them as</source>
        <translation>Importieren als</translation>
    </message>
    <message>
        <source>annotations (for export and training)</source>
        <translation>Annotationen (für Export und Training)</translation>
    </message>
    <message>
        <source>references (to find similar objects)</source>
        <translation>Referenzen (um ähnliche Objekte zu finden)</translation>
    </message>
    <message>
        <source>Crowd regions</source>
        <translation>Crowd-Bereiche</translation>
    </message>
    <message>
        <source>those of one part (CVAT marks painted masks so)</source>
        <translation>solche aus einem Teil (CVAT markiert gemalte Masken so)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Make masks of boxes and points with SAM</source>
        <translation>Aus Rahmen und Punkten mit SAM Masken machen</translation>
    </message>
    <message>
        <source>Otherwise they come in as references without a mask</source>
        <translation>Sonst kommen sie als Referenzen ohne Maske</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Annotations (*.json *.xml *.yaml *.yml *.txt);;All files (*)</source>
        <translation>Annotationen (*.json *.xml *.yaml *.yml *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotationen</translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>Neues Label …</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>Neues Label</translation>
    </message>
    <message>
        <source>Name of the kind of object</source>
        <translation>Name der Objektart</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>Farbe …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Neuer Name</translation>
    </message>
    <message>
        <source>There is a label of that name. Merge the two instead.</source>
        <translation>Ein Label dieses Namens gibt es schon. Führen Sie die beiden stattdessen zusammen.</translation>
    </message>
    <message>
        <source>Colour of %1</source>
        <translation>Farbe von %1</translation>
    </message>
    <message numerus="yes">
        <source>Delete “%1” with its %n object(s)? Undo restores them.</source>
        <translation>
            <numerusform>„%1“ mit seinem %n Objekt löschen? Rückgängig stellt es wieder her.</numerusform>
            <numerusform>„%1“ mit seinen %n Objekten löschen? Rückgängig stellt sie wieder her.</numerusform>
        </translation>
    </message>
    <message>
        <source>Search labels</source>
        <translation>Labels suchen</translation>
    </message>
    <message>
        <source>%1 objects drawn, accepted or corrected, %2 to review. Its key gives new objects this label</source>
        <translation>%1 Objekte gezeichnet, angenommen oder korrigiert, %2 zu prüfen. Seine Taste gibt neuen Objekten dieses Label</translation>
    </message>
    <message>
        <source>Merge into another label…</source>
        <translation>Mit einem anderen Label zusammenführen …</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Loss and mIoU of the training</source>
        <translation>Loss und mIoU des Trainings</translation>
    </message>
    <message>
        <source>The curve of a training run appears here.</source>
        <translation>Hier erscheint die Kurve eines Trainingslaufs.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>mIoU, %</source>
        <translation>mIoU, %</translation>
    </message>
    <message>
        <source>held-out photos</source>
        <translation>zurückgehaltene Fotos</translation>
    </message>
    <message>
        <source>built-in photos</source>
        <translation>eingebaute Fotos</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>References</source>
        <translation>Referenzen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) searched</source>
        <translation>
            <numerusform>%n Foto durchsucht</numerusform>
            <numerusform>%n Fotos durchsucht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n fehlgeschlagen</numerusform>
            <numerusform>, %n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>Abgebrochen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) hold an unfinished object. Quit without it?</source>
        <translation>
            <numerusform>%n Foto enthält ein unfertiges Objekt. Ohne es beenden?</numerusform>
            <numerusform>%n Fotos enthalten ein unfertiges Objekt. Ohne sie beenden?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>Merge labels</source>
        <translation>Labels zusammenführen</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>Zusammenführen mit</translation>
    </message>
    <message>
        <source>What becomes what</source>
        <translation>Was woraus wird</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>into</source>
        <translation>in</translation>
    </message>
    <message>
        <source>references</source>
        <translation>Referenzen</translation>
    </message>
    <message>
        <source>drawn, references included</source>
        <translation>gezeichnet, mit Referenzen</translation>
    </message>
    <message>
        <source>look-alikes</source>
        <translation>Ähnliches, das es nicht ist</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>korrigiert</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>together</source>
        <translation>zusammen</translation>
    </message>
    <message numerus="yes">
        <source>On %n photo(s) “%1” becomes “%2”.</source>
        <translation>
            <numerusform>Auf %n Foto wird „%1“ zu „%2“.</numerusform>
            <numerusform>Auf %n Fotos wird „%1“ zu „%2“.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n of them both lie: look there for objects that are there twice.</source>
        <translation>
            <numerusform>Auf %n davon liegen beide: Sehen Sie dort nach, ob ein Objekt doppelt ist.</numerusform>
            <numerusform>Auf %n davon liegen beide: Sehen Sie dort nach, ob Objekte doppelt sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is then gone; one undo brings it back.</source>
        <translation>„%1“ gibt es dann nicht mehr; einmal Rückgängig bringt es zurück.</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>VRP Annotator</source>
        <translation>VRP Annotator</translation>
    </message>
    <message>
        <source>Save list…</source>
        <translation>Liste speichern …</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Save list</source>
        <translation>Liste speichern</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Use for this project</source>
        <translation>Für dieses Projekt verwenden</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>SAM: draws the outline</source>
        <translation>SAM: zeichnet den Umriss</translation>
    </message>
    <message>
        <source>Method: where to look</source>
        <translation>Verfahren: wo gesucht wird</translation>
    </message>
    <message>
        <source>Trained network (VRP weights)</source>
        <translation>Trainiertes Netz (VRP-Gewichte)</translation>
    </message>
    <message>
        <source>Without training: matches features, then prompts SAM with points</source>
        <translation>Ohne Training: vergleicht Merkmale, dann Punkt-Prompts für SAM</translation>
    </message>
    <message>
        <source>VRP weights</source>
        <translation>VRP-Gewichte</translation>
    </message>
    <message>
        <source>Semantic encoder: what things look like</source>
        <translation>Semantischer Encoder: wie Dinge aussehen</translation>
    </message>
    <message>
        <source>These are in use.</source>
        <translation>Diese sind in Gebrauch.</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>Größe nicht bekannt</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>nicht hier</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen …</translation>
    </message>
    <message>
        <source>Use a file I have…</source>
        <translation>Vorhandene Datei verwenden …</translation>
    </message>
    <message>
        <source>for %1 with %2</source>
        <translation>für %1 mit %2</translation>
    </message>
    <message>
        <source>Another download is running.</source>
        <translation>Ein anderer Download läuft.</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>Gewichte von %1</translation>
    </message>
    <message>
        <source>No weights are trained for %1. Choose the method without training first.</source>
        <translation>Für %1 sind keine Gewichte trainiert. Wählen Sie zuerst das Verfahren ohne Training.</translation>
    </message>
    <message>
        <source>No weights are trained for %1.</source>
        <translation>Für %1 sind keine Gewichte trainiert.</translation>
    </message>
    <message>
        <source>The chosen weights were trained with %1.</source>
        <translation>Die gewählten Gewichte wurden mit %1 trainiert.</translation>
    </message>
    <message>
        <source>The method without training needs no weights.</source>
        <translation>Das Verfahren ohne Training braucht keine Gewichte.</translation>
    </message>
    <message>
        <source>The file does not say what it was trained with.</source>
        <translation>Die Datei sagt nicht, womit sie trainiert wurde.</translation>
    </message>
    <message>
        <source>They were trained with %1, and %2 sees photos in another way.</source>
        <translation>Sie wurden mit %1 trainiert, und %2 sieht Fotos auf andere Weise.</translation>
    </message>
    <message>
        <source>They need %1, which is not on this machine.</source>
        <translation>Sie brauchen %1, das nicht auf diesem Rechner ist.</translation>
    </message>
    <message>
        <source>It is not on this machine yet.</source>
        <translation>Es ist noch nicht auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>ObjectHandlers</name>
    <message>
        <source>delete objects</source>
        <translation>Objekte löschen</translation>
    </message>
    <message>
        <source>A result keeps the label it was found for. Mark the object again instead.</source>
        <translation>Ein Ergebnis behält das Label, für das es gefunden wurde. Markieren Sie das Objekt stattdessen neu.</translation>
    </message>
    <message>
        <source>Select two or more objects first: Shift+click, or in the list of objects.</source>
        <translation>Wählen Sie zuerst zwei oder mehr Objekte aus: Umschalt+Klick oder in der Objektliste.</translation>
    </message>
    <message>
        <source>Only objects of one label can be joined.</source>
        <translation>Nur Objekte eines Labels können verbunden werden.</translation>
    </message>
    <message>
        <source>The object has only one part. The knife cuts it along a line.</source>
        <translation>Das Objekt hat nur einen Teil. Das Messer teilt es entlang einer Linie.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) copied</source>
        <translation>
            <numerusform>%n Objekt kopiert</numerusform>
            <numerusform>%n Objekte kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to copy, or no next photo.</source>
        <translation>Es gibt nichts zu kopieren oder kein nächstes Foto.</translation>
    </message>
    <message>
        <source>Nothing was copied yet.</source>
        <translation>Es wurde noch nichts kopiert.</translation>
    </message>
    <message>
        <source>%1 of %2 objects pasted: the others come from a photo of another size.</source>
        <translation>%1 von %2 Objekten eingefügt: Die anderen stammen von einem Foto anderer Größe.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) locked</source>
        <translation>
            <numerusform>%n Objekt gesperrt</numerusform>
            <numerusform>%n Objekte gesperrt</numerusform>
        </translation>
    </message>
    <message>
        <source>All objects are unlocked.</source>
        <translation>Alle Objekte sind entsperrt.</translation>
    </message>
</context>
<context>
    <name>ObjectList</name>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Objects on this photo</source>
        <translation>Objekte auf diesem Foto</translation>
    </message>
    <message>
        <source>No objects on this photo yet.</source>
        <translation>Noch keine Objekte auf diesem Foto.</translation>
    </message>
    <message>
        <source>Confidence: one calibrated number from all scores of this result</source>
        <translation>Konfidenz: eine kalibrierte Zahl aus allen Bewertungen dieses Ergebnisses</translation>
    </message>
    <message>
        <source>Uncheck to hide the object on the photo</source>
        <translation>Häkchen entfernen, um das Objekt auf dem Foto auszublenden</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>gezeichnet</translation>
    </message>
    <message>
        <source>Locked: nothing changes or decides it. A click unlocks it</source>
        <translation>Gesperrt: Nichts ändert oder entscheidet es. Ein Klick entsperrt es</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>nicht das</translation>
    </message>
</context>
<context>
    <name>OptionsDialog</name>
    <message>
        <source>Training settings</source>
        <translation>Trainingseinstellungen</translation>
    </message>
</context>
<context>
    <name>PassHistoryDialog</name>
    <message>
        <source>Passes</source>
        <translation>Durchläufe</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Durchlauf</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>references</source>
        <translation>Referenzen</translation>
    </message>
    <message>
        <source>decided photos learned from</source>
        <translation>entschiedene Fotos, aus denen gelernt wurde</translation>
    </message>
</context>
<context>
    <name>PassPanel</name>
    <message>
        <source>Photos done</source>
        <translation>Fotos erledigt</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
</context>
<context>
    <name>PassRunner</name>
    <message>
        <source>Mark the object on one photo first: it becomes the reference.</source>
        <translation>Markieren Sie das Objekt zuerst auf einem Foto: Es wird zur Referenz.</translation>
    </message>
    <message>
        <source>A pass is running. Stop it first.</source>
        <translation>Ein Durchlauf ist aktiv. Brechen Sie ihn zuerst ab.</translation>
    </message>
    <message>
        <source>There is no photo to search.</source>
        <translation>Es gibt kein Foto zu durchsuchen.</translation>
    </message>
</context>
<context>
    <name>PhotoList</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>every state</source>
        <translation>jeder Status</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Confidence at most</source>
        <translation>Konfidenz höchstens</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>Confidence up to</source>
        <translation>Konfidenz bis</translation>
    </message>
    <message>
        <source>every label</source>
        <translation>jedes Label</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 to review</source>
        <translation>%1, %2 zu prüfen</translation>
    </message>
</context>
<context>
    <name>PoorReferences</name>
    <message numerus="yes">
        <source>%n more reference(s) as well.</source>
        <translation>
            <numerusform>Ebenso %n weitere Referenz.</numerusform>
            <numerusform>Ebenso %n weitere Referenzen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the reference</source>
        <translation>Referenz zeigen</translation>
    </message>
</context>
<context>
    <name>PresetForm</name>
    <message>
        <source>How long to train</source>
        <translation>Wie lange trainieren</translation>
    </message>
    <message>
        <source>Quick: a few minutes</source>
        <translation>Schnell: einige Minuten</translation>
    </message>
    <message>
        <source>Goes on from the shipped weights</source>
        <translation>Geht von den mitgelieferten Gewichten aus</translation>
    </message>
    <message>
        <source>Thorough: about an hour</source>
        <translation>Gründlich: etwa eine Stunde</translation>
    </message>
    <message>
        <source>Goes on from them, with augmented photos</source>
        <translation>Geht von ihnen aus, mit abgewandelten Fotos</translation>
    </message>
    <message>
        <source>From scratch</source>
        <translation>Von Grund auf</translation>
    </message>
    <message>
        <source>Knows only this project&apos;s photos</source>
        <translation>Kennt nur die Fotos dieses Projekts</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Trainieren</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Estimating the cost…</source>
        <translation>Aufwand wird geschätzt …</translation>
    </message>
    <message>
        <source>The cost could not be estimated: %1</source>
        <translation>Der Aufwand konnte nicht geschätzt werden: %1</translation>
    </message>
</context>
<context>
    <name>ProjectController</name>
    <message>
        <source>A folder of photos</source>
        <translation>Ein Ordner mit Fotos</translation>
    </message>
    <message>
        <source>A project&apos;s folder</source>
        <translation>Ordner eines Projekts</translation>
    </message>
    <message>
        <source>The project was restored. The damaged file is kept as {file}.</source>
        <translation>Das Projekt wurde wiederhergestellt. Die beschädigte Datei bleibt als {file} erhalten.</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>The project cannot be kept beside the photos (%1: %2). Keep it in %3?</source>
        <translation>Das Projekt kann nicht bei den Fotos liegen (%1: %2). Soll es in %3 liegen?</translation>
    </message>
    <message>
        <source>Another place</source>
        <translation>Ein anderer Ort</translation>
    </message>
    <message>
        <source>Keep it there</source>
        <translation>Dort ablegen</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>A folder for the project</source>
        <translation>Ein Ordner für das Projekt</translation>
    </message>
</context>
<context>
    <name>ReadingDialog</name>
    <message>
        <source>Bands and contrast</source>
        <translation>Kanäle und Kontrast</translation>
    </message>
    <message>
        <source>as the file says; else as in 4,3,2 or 1</source>
        <translation>wie in der Datei; sonst etwa 4,3,2 oder 1</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>One band, or three for red, green and blue, counted from 1</source>
        <translation>Ein Kanal, oder drei für Rot, Grün und Blau, ab 1 gezählt</translation>
    </message>
    <message>
        <source>Black and white at these percentiles</source>
        <translation>Schwarz und Weiß bei diesen Perzentilen</translation>
    </message>
    <message>
        <source>Black at, %</source>
        <translation>Schwarz bei, %</translation>
    </message>
    <message>
        <source>White at, %</source>
        <translation>Weiß bei, %</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>Dieses Foto</translation>
    </message>
    <message numerus="yes">
        <source>The %n selected photo(s)</source>
        <translation>
            <numerusform>%n ausgewähltes Foto</numerusform>
            <numerusform>%n ausgewählte Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>All photos, also those added later</source>
        <translation>Alle Fotos, auch später hinzugefügte</translation>
    </message>
    <message numerus="yes">
        <source>The file of this photo has %n band(s).</source>
        <translation>
            <numerusform>Die Datei dieses Fotos hat %n Kanal.</numerusform>
            <numerusform>Die Datei dieses Fotos hat %n Kanäle.</numerusform>
        </translation>
    </message>
    <message>
        <source>As the files say</source>
        <translation>Wie in den Dateien</translation>
    </message>
    <message>
        <source>Give one band or three, as in 4,3,2, and black below white.</source>
        <translation>Geben Sie einen Kanal oder drei an, wie 4,3,2, und Schwarz unter Weiß.</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnete</translation>
    </message>
    <message>
        <source>No project yet</source>
        <translation>Noch kein Projekt</translation>
    </message>
</context>
<context>
    <name>ReferenceView</name>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>There is no reference yet</source>
        <translation>Noch keine Referenz</translation>
    </message>
    <message>
        <source>Reference: %1</source>
        <translation>Referenz: %1</translation>
    </message>
</context>
<context>
    <name>ReferenceWatch</name>
    <message numerus="yes">
        <source>On %n decided photo(s) the new references bring the masks from %1 to %2 IoU.</source>
        <translation>
            <numerusform>Auf %n entschiedenen Foto bringen die neuen Referenzen die Masken von %1 auf %2 IoU.</numerusform>
            <numerusform>Auf %n entschiedenen Fotos bringen die neuen Referenzen die Masken von %1 auf %2 IoU.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With the new references the results got surer (%3 to %4) and not better: on %n decided photo(s) the masks went from %1 to %2 IoU.</source>
        <translation>
            <numerusform>Mit den neuen Referenzen wurden die Ergebnisse sicherer (%3 auf %4), aber nicht besser: Auf %n entschiedenen Foto gingen die Masken von %1 auf %2 IoU.</numerusform>
            <numerusform>Mit den neuen Referenzen wurden die Ergebnisse sicherer (%3 auf %4), aber nicht besser: Auf %n entschiedenen Fotos gingen die Masken von %1 auf %2 IoU.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use the new ones no longer</source>
        <translation>Die neuen nicht mehr verwenden</translation>
    </message>
    <message>
        <source>no longer use as reference</source>
        <translation>nicht mehr als Referenz verwenden</translation>
    </message>
</context>
<context>
    <name>ReferencesPanel</name>
    <message>
        <source>References</source>
        <translation>Referenzen</translation>
    </message>
    <message>
        <source>Mark one object: it becomes the reference, and “Find” looks for similar objects.</source>
        <translation>Markieren Sie ein Objekt: Es wird zur Referenz, und „Suchen“ findet ähnliche Objekte.</translation>
    </message>
    <message>
        <source>SAM outline</source>
        <translation>SAM-Umriss</translation>
    </message>
    <message>
        <source>raw prompt</source>
        <translation>rohe Eingabe</translation>
    </message>
    <message>
        <source>The network sees the bright part. Double-click to go to the photo.</source>
        <translation>Das Netz sieht den hellen Teil. Doppelklick führt zum Foto.</translation>
    </message>
    <message>
        <source>Go to the photo</source>
        <translation>Zum Foto gehen</translation>
    </message>
    <message>
        <source>Outline with SAM</source>
        <translation>Mit SAM umreißen</translation>
    </message>
    <message>
        <source>Use the raw prompt</source>
        <translation>Rohe Eingabe verwenden</translation>
    </message>
    <message>
        <source>No longer use as reference</source>
        <translation>Nicht mehr als Referenz verwenden</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>nicht das</translation>
    </message>
</context>
<context>
    <name>RestoreOffer</name>
    <message>
        <source>VRP Annotator</source>
        <translation>VRP Annotator</translation>
    </message>
    <message>
        <source>The project file {file} is damaged.</source>
        <translation>Die Projektdatei {file} ist beschädigt.</translation>
    </message>
    <message>
        <source>Use the copy of {time}</source>
        <translation>Kopie von {time} verwenden</translation>
    </message>
    <message>
        <source>A copy of its last good state can take its place. The damaged file is kept beside it.</source>
        <translation>Eine Kopie ihres letzten guten Zustands kann an ihre Stelle treten. Die beschädigte Datei bleibt daneben erhalten.</translation>
    </message>
    <message>
        <source>There is no copy of it. Restore it from a backup of your own.</source>
        <translation>Es gibt keine Kopie davon. Stellen Sie sie aus Ihrer eigenen Sicherung wieder her.</translation>
    </message>
</context>
<context>
    <name>ResultMapDialog</name>
    <message>
        <source>Map of “%1”</source>
        <translation>Karte von „%1“</translation>
    </message>
    <message>
        <source>Map of results</source>
        <translation>Karte der Ergebnisse</translation>
    </message>
    <message>
        <source>Reading what the results look like…</source>
        <translation>Das Aussehen der Ergebnisse wird gelesen …</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>this result</source>
        <translation>dieses Ergebnis</translation>
    </message>
    <message>
        <source>alike</source>
        <translation>ähnlich</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Make references</source>
        <translation>Zu Referenzen machen</translation>
    </message>
    <message>
        <source>Something more urgent came. Open the map again.</source>
        <translation>Etwas Dringenderes kam dazwischen. Öffnen Sie die Karte noch einmal.</translation>
    </message>
    <message>
        <source>Draw around results to decide about them at once. A click shows one and what is like it.</source>
        <translation>Umfahren Sie Ergebnisse, um gemeinsam über sie zu entscheiden. Ein Klick zeigt eines und was ihm ähnelt.</translation>
    </message>
    <message>
        <source>There are no results of this label yet. Mark one object, then find it in all photos.</source>
        <translation>Zu diesem Label gibt es noch keine Ergebnisse. Markieren Sie ein Objekt, und suchen Sie es dann in allen Fotos.</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) chosen</source>
        <translation>
            <numerusform>%n Ergebnis gewählt</numerusform>
            <numerusform>%n Ergebnisse gewählt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResumeBanner</name>
    <message numerus="yes">
        <source>A pass was interrupted: %n photo(s) left.</source>
        <translation>
            <numerusform>Ein Durchlauf wurde unterbrochen: noch %n Foto.</numerusform>
            <numerusform>Ein Durchlauf wurde unterbrochen: noch %n Fotos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The pass was stopped: %n photo(s) left. “Find” would start a new one.</source>
        <translation>
            <numerusform>Der Durchlauf wurde abgebrochen: noch %n Foto. „Suchen“ würde einen neuen beginnen.</numerusform>
            <numerusform>Der Durchlauf wurde abgebrochen: noch %n Fotos. „Suchen“ würde einen neuen beginnen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>ReviewHandlers</name>
    <message numerus="yes">
        <source>%n result(s) on the selected photos decided</source>
        <translation>
            <numerusform>%n Ergebnis auf den ausgewählten Fotos entschieden</numerusform>
            <numerusform>%n Ergebnisse auf den ausgewählten Fotos entschieden</numerusform>
        </translation>
    </message>
    <message>
        <source>change a label</source>
        <translation>Label ändern</translation>
    </message>
    <message numerus="yes">
        <source>%n drawn object(s) got another label</source>
        <translation>
            <numerusform>%n gezeichnetes Objekt hat ein anderes Label bekommen</numerusform>
            <numerusform>%n gezeichnete Objekte haben ein anderes Label bekommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) became references</source>
        <translation>
            <numerusform>%n Ergebnis wurde zur Referenz</numerusform>
            <numerusform>%n Ergebnisse wurden zu Referenzen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) that look alike decided</source>
        <translation>
            <numerusform>%n Ergebnis entschieden, dem kein anderes ähnlich sieht</numerusform>
            <numerusform>%n ähnliche Ergebnisse entschieden</numerusform>
        </translation>
    </message>
    <message>
        <source>review</source>
        <translation>prüfen</translation>
    </message>
    <message>
        <source>There is no result on this photo to decide.</source>
        <translation>Auf diesem Foto ist kein Ergebnis zu entscheiden.</translation>
    </message>
    <message numerus="yes">
        <source>All %n result(s) on the photo accepted</source>
        <translation>
            <numerusform>Das %n Ergebnis auf dem Foto angenommen</numerusform>
            <numerusform>Alle %n Ergebnisse auf dem Foto angenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n result(s) on the photo rejected</source>
        <translation>
            <numerusform>Das %n Ergebnis auf dem Foto abgelehnt</numerusform>
            <numerusform>Alle %n Ergebnisse auf dem Foto abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Left for later</source>
        <translation>Für später gelassen</translation>
    </message>
    <message>
        <source>Nothing is left to review.</source>
        <translation>Nichts mehr zu prüfen.</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>nicht das</translation>
    </message>
    <message>
        <source>From the next pass on, what resembles this is not found.</source>
        <translation>Ab dem nächsten Durchlauf wird nicht mehr gefunden, was dem ähnelt.</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>One calibrated number from the scores below and others; it orders the review</source>
        <translation>Eine kalibrierte Zahl aus den Bewertungen darunter und weiteren; sie ordnet die Prüfung</translation>
    </message>
    <message>
        <source>Edge quality</source>
        <translation>Randgüte</translation>
    </message>
    <message>
        <source>How good SAM itself expects its mask to be</source>
        <translation>Wie gut SAM selbst seine Maske einschätzt</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>How much more the inside of the mask resembles the reference than its surroundings do</source>
        <translation>Wie viel mehr das Innere der Maske der Referenz ähnelt als die Umgebung</translation>
    </message>
    <message>
        <source>Check against reference</source>
        <translation>Abgleich mit der Referenz</translation>
    </message>
    <message>
        <source>This mask is used as a reference in turn: how well it finds the original reference</source>
        <translation>Diese Maske dient umgekehrt als Referenz: wie gut sie die ursprüngliche Referenz findet</translation>
    </message>
    <message>
        <source>Then go to the next result</source>
        <translation>Danach zum nächsten Ergebnis</translation>
    </message>
    <message>
        <source>Absent below this confidence</source>
        <translation>Nicht vorhanden unter dieser Konfidenz</translation>
    </message>
    <message>
        <source>Absent below</source>
        <translation>Nicht vorhanden unter</translation>
    </message>
    <message>
        <source>Nothing was found on this photo yet.</source>
        <translation>Auf diesem Foto wurde noch nichts gefunden.</translation>
    </message>
    <message>
        <source>Drawn by hand: there are no scores.</source>
        <translation>Von Hand gezeichnet: keine Bewertungen.</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>Its mask was corrected, so the old scores no longer apply.</source>
        <translation>Die Maske wurde korrigiert, daher gelten die alten Bewertungen nicht mehr.</translation>
    </message>
    <message>
        <source>“%1” is absent below</source>
        <translation>„%1“ nicht vorhanden unter</translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n zu prüfen</numerusform>
            <numerusform>%n zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n absent</source>
        <translation>
            <numerusform>%n nicht vorhanden</numerusform>
            <numerusform>%n nicht vorhanden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n angenommen</numerusform>
            <numerusform>%n angenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected</source>
        <translation>
            <numerusform>%n korrigiert</numerusform>
            <numerusform>%n korrigiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n abgelehnt</numerusform>
            <numerusform>%n abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
</context>
<context>
    <name>RunControls</name>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Use for this project</source>
        <translation>Für dieses Projekt &amp;verwenden</translation>
    </message>
    <message>
        <source>&amp;Back to the shipped weights</source>
        <translation>&amp;Mitgelieferte verwenden</translation>
    </message>
    <message>
        <source>&amp;Weights…</source>
        <translation>&amp;Gewichte …</translation>
    </message>
    <message>
        <source>Training steps done</source>
        <translation>Erledigte Trainingsschritte</translation>
    </message>
    <message>
        <source>&amp;Resume with half the batch</source>
        <translation>Mit halbem Batch &amp;fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Discard…</source>
        <translation>&amp;Verwerfen …</translation>
    </message>
    <message>
        <source>End this training, and delete it with its weights</source>
        <translation>Dieses Training beenden und mit seinen Gewichten löschen</translation>
    </message>
</context>
<context>
    <name>RunSelector</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
</context>
<context>
    <name>RunTabs</name>
    <message>
        <source>Training results</source>
        <translation>Trainingsergebnisse</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
</context>
<context>
    <name>SecondLookWords</name>
    <message numerus="yes">
        <source>%n photo(s) got a new result.</source>
        <translation>
            <numerusform>%n Foto hat ein neues Ergebnis.</numerusform>
            <numerusform>%n Fotos haben ein neues Ergebnis.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the least certain</source>
        <translation>Das unsicherste zeigen</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Takes effect when the program starts again</source>
        <translation>Wirkt nach einem Neustart des Programms</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>The wheel zooms; otherwise it scrolls and Ctrl+wheel zooms</source>
        <translation>Das Mausrad zoomt; sonst blättert es, und Strg+Rad zoomt</translation>
    </message>
    <message>
        <source>Preview what a click would mark while the mouse hovers</source>
        <translation>Vorschau, was ein Klick markieren würde, solange die Maus darüber steht</translation>
    </message>
    <message>
        <source>After a decision, go to the next result to review</source>
        <translation>Nach einer Entscheidung zum nächsten zu prüfenden Ergebnis</translation>
    </message>
    <message>
        <source>Fill masks</source>
        <translation>Masken füllen</translation>
    </message>
    <message>
        <source>Mask opacity, %</source>
        <translation>Deckkraft der Masken, %</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>Fadenkreuz</translation>
    </message>
    <message>
        <source>Pixel grid at high zoom</source>
        <translation>Pixelraster bei starker Vergrößerung</translation>
    </message>
    <message>
        <source>Brush, pixels</source>
        <translation>Pinsel, Pixel</translation>
    </message>
    <message>
        <source>Scribble, pixels</source>
        <translation>Strich, Pixel</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>Outline points, scribbles and boxes with SAM</source>
        <translation>Punkte, Striche und Rahmen mit SAM umreißen</translation>
    </message>
    <message>
        <source>Find each object separately</source>
        <translation>Jedes Objekt einzeln finden</translation>
    </message>
    <message>
        <source>Search close-ups too, for small objects (five times as slow)</source>
        <translation>Auch Nahaufnahmen durchsuchen, für kleine Objekte (fünfmal so langsam)</translation>
    </message>
    <message>
        <source>Check each mask against the reference, if the weights need it (slower)</source>
        <translation>Jede Maske mit der Referenz abgleichen, wenn die Gewichte es brauchen (langsamer)</translation>
    </message>
    <message>
        <source>Absent below this confidence</source>
        <translation>Nicht vorhanden unter dieser Konfidenz</translation>
    </message>
    <message>
        <source>shipped with the program</source>
        <translation>mit dem Programm geliefert</translation>
    </message>
    <message>
        <source>VRP weights</source>
        <translation>VRP-Gewichte</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Feature cache</source>
        <translation>Merkmals-Cache</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>wie das System</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Keymap</source>
        <translation>Tastenbelegung</translation>
    </message>
    <message>
        <source>the program&apos;s own</source>
        <translation>die des Programms</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Back to the keymap</source>
        <translation>Zurück zur Tastenbelegung</translation>
    </message>
    <message>
        <source>Mouse and held keys</source>
        <translation>Maus und gehaltene Tasten</translation>
    </message>
    <message>
        <source>used by %1</source>
        <translation>verwendet von %1</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>zoom to the mouse</source>
        <translation>zur Maus zoomen</translation>
    </message>
    <message>
        <source>Middle button, or Space and drag</source>
        <translation>Mittlere Taste, oder Leertaste und ziehen</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>Ansicht verschieben</translation>
    </message>
    <message>
        <source>Left; right or Shift+left</source>
        <translation>Links; rechts oder Umschalt+links</translation>
    </message>
    <message>
        <source>point: the object; not the object</source>
        <translation>Punkt: das Objekt; nicht das Objekt</translation>
    </message>
    <message>
        <source>Shift+click with the selecting tool</source>
        <translation>Umschalt+Klick mit dem Auswahlwerkzeug</translation>
    </message>
    <message>
        <source>add to the selection</source>
        <translation>zur Auswahl hinzufügen</translation>
    </message>
    <message>
        <source>Alt while painting</source>
        <translation>Alt beim Malen</translation>
    </message>
    <message>
        <source>erase</source>
        <translation>radieren</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+Mausrad</translation>
    </message>
    <message>
        <source>size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>move the selected objects, with Shift by ten pixels</source>
        <translation>die ausgewählten Objekte verschieben, mit Umschalt um zehn Pixel</translation>
    </message>
    <message>
        <source>X held</source>
        <translation>X gehalten</translation>
    </message>
    <message>
        <source>show the bare photo</source>
        <translation>nur das Foto zeigen</translation>
    </message>
    <message>
        <source>choose the label</source>
        <translation>das Label wählen</translation>
    </message>
</context>
<context>
    <name>SplitSummary</name>
    <message>
        <source>About %1</source>
        <translation>Etwa %1</translation>
    </message>
    <message>
        <source>%1 of %2 photos are held out to judge by, near-duplicates together (seed %3).</source>
        <translation>%1 von %2 Fotos werden zur Beurteilung zurückgehalten, Beinahe-Duplikate zusammen (Startwert %3).</translation>
    </message>
    <message>
        <source>⚠ No photo of %1 can be held out: all are near-duplicates.</source>
        <translation>⚠ Von %1 kann kein Foto zurückgehalten werden: Alle sind Beinahe-Duplikate.</translation>
    </message>
    <message>
        <source>⚠ Could not work out which photos to hold out: %1</source>
        <translation>⚠ Es konnte nicht bestimmt werden, welche Fotos zurückgehalten werden: %1</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Mark one object on one photo. The program finds similar objects in your other photos and shows the least certain first.</source>
        <translation>Markieren Sie ein Objekt auf einem Foto. Das Programm findet ähnliche Objekte in Ihren anderen Fotos und zeigt die unsichersten zuerst.</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
        <source>or drop a folder of photos here</source>
        <translation>oder einen Ordner mit Fotos hierher ziehen</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>nicht geladen</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>reading the photo</source>
        <translation>liest das Foto</translation>
    </message>
    <message>
        <source>finding the outline</source>
        <translation>sucht den Umriss</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>vergleicht</translation>
    </message>
    <message>
        <source>finding objects</source>
        <translation>sucht Objekte</translation>
    </message>
    <message>
        <source>storing the last results of the project before</source>
        <translation>speichert die letzten Ergebnisse des vorigen Projekts</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not searched yet</source>
        <translation>noch nicht durchsucht</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>object absent</source>
        <translation>Objekt nicht vorhanden</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>nach Name</translation>
    </message>
    <message>
        <source>least certain first</source>
        <translation>unsicherste zuerst</translation>
    </message>
    <message>
        <source>most certain first</source>
        <translation>sicherste zuerst</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>korrigiert</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <source>shipped with the program</source>
        <translation>mit dem Programm geliefert</translation>
    </message>
    <message>
        <source>trained in this project</source>
        <translation>in diesem Projekt trainiert</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>the system&apos;s</source>
        <translation>das des Systems</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>saving…</source>
        <translation>wird gespeichert …</translation>
    </message>
    <message>
        <source>On the built-in photos: before %1, now %2.</source>
        <translation>Auf den eingebauten Fotos: vorher %1, jetzt %2.</translation>
    </message>
    <message>
        <source>It has become worse on other kinds of objects. Use it only for photos like these.</source>
        <translation>Bei anderen Objektarten ist es schlechter geworden. Verwenden Sie es nur für Fotos wie diese.</translation>
    </message>
    <message>
        <source>The weights chosen for this project cannot be read: the shipped ones are in use.</source>
        <translation>Die für dieses Projekt gewählten Gewichte können nicht gelesen werden: Die mitgelieferten werden verwendet.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>At most about %1, %2 on disk, %3 of memory (measured just now).</source>
        <translation>Höchstens etwa %1, %2 auf der Festplatte, %3 Arbeitsspeicher (soeben gemessen).</translation>
    </message>
    <message>
        <source>No photo could be held out, so it is unknown whether the result is better: the old weights stay in use.</source>
        <translation>Kein Foto konnte zurückgehalten werden, daher ist unbekannt, ob das Ergebnis besser ist: Die alten Gewichte bleiben in Verwendung.</translation>
    </message>
    <message>
        <source>Validation mIoU %1</source>
        <translation>Validierungs-mIoU %1</translation>
    </message>
    <message>
        <source>Before %1, now %2 mIoU on held-out photos</source>
        <translation>Vorher %1, jetzt %2 mIoU auf zurückgehaltenen Fotos</translation>
    </message>
    <message>
        <source> In use.</source>
        <translation> In Verwendung.</translation>
    </message>
    <message>
        <source>It is not better than before (%1, now %2): the old weights stay in use.</source>
        <translation>Es ist nicht besser als vorher (%1, jetzt %2): Die alten Gewichte bleiben in Verwendung.</translation>
    </message>
    <message>
        <source>Before %1, so far %2</source>
        <translation>Vorher %1, bisher %2</translation>
    </message>
    <message>
        <source>. Too few photos are held out to say how certain that is.</source>
        <translation>. Zu wenige Fotos sind zurückgehalten, um zu sagen, wie sicher das ist.</translation>
    </message>
    <message>
        <source> (95 %: %1 to %2 points more).</source>
        <translation> (95 %: %1 bis %2 Punkte mehr).</translation>
    </message>
    <message>
        <source> The interval includes zero: this may be chance.</source>
        <translation> Das Intervall enthält null: Das kann Zufall sein.</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>noch etwa %1 min</translation>
    </message>
    <message>
        <source>reading photos: %1 of %2</source>
        <translation>liest Fotos: %1 von %2</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>Train on your photos</source>
        <translation>Mit eigenen Fotos trainieren</translation>
    </message>
    <message>
        <source>The shipped weights</source>
        <translation>Die mitgelieferten Gewichte</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Not trained yet: the shipped weights are in use.</source>
        <translation>Noch nicht trainiert: Die mitgelieferten Gewichte werden verwendet.</translation>
    </message>
    <message>
        <source>Not trained here yet: “%1” is in use.</source>
        <translation>Hier noch nicht trainiert: „%1“ wird verwendet.</translation>
    </message>
    <message>
        <source>Delete “%1” with its weights? This cannot be taken back.</source>
        <translation>„%1“ mit seinen Gewichten löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>TrainingSuggestion</name>
    <message numerus="yes">
        <source>“%1” is in use now. %n photo(s) not reviewed yet can be searched again with it.</source>
        <translation>
            <numerusform>„%1“ wird jetzt verwendet. %n noch nicht geprüftes Foto kann damit erneut durchsucht werden.</numerusform>
            <numerusform>„%1“ wird jetzt verwendet. %n noch nicht geprüfte Fotos können damit erneut durchsucht werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Search them again</source>
        <translation>Erneut durchsuchen</translation>
    </message>
    <message>
        <source>Train briefly</source>
        <translation>Kurz trainieren</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal ansehen</translation>
    </message>
    <message>
        <source>Your decisions teach what to look for: a second look searches the doubtful photos again.</source>
        <translation>Ihre Entscheidungen zeigen, wonach zu suchen ist: Ein zweiter Blick sieht die zweifelhaften Fotos noch einmal an.</translation>
    </message>
    <message numerus="yes">
        <source>%n reviewed photo(s) (%1 corrected) to train on.</source>
        <translation>
            <numerusform>%n geprüftes Foto (%1 korrigiert) zum Trainieren.</numerusform>
            <numerusform>%n geprüfte Fotos (%1 korrigiert) zum Trainieren.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last training brought %1 → %2 mIoU on held-out photos.</source>
        <translation>Das letzte Training brachte %1 → %2 mIoU auf zurückgehaltenen Fotos.</translation>
    </message>
    <message>
        <source> A second look and references take one pass; training takes minutes and changes more.</source>
        <translation> Ein zweiter Blick und Referenzen brauchen einen Durchlauf; ein Training dauert Minuten und ändert mehr.</translation>
    </message>
    <message numerus="yes">
        <source>Look at %n further reference(s)…</source>
        <translation>
            <numerusform>%n weitere Referenz ansehen …</numerusform>
            <numerusform>%n weitere Referenzen ansehen …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <source>A later pass has replaced what this step changed.</source>
        <translation>Ein späterer Durchlauf hat ersetzt, was dieser Schritt geändert hat.</translation>
    </message>
    <message>
        <source>mark an object</source>
        <translation>ein Objekt markieren</translation>
    </message>
    <message>
        <source>edit a mask</source>
        <translation>eine Maske bearbeiten</translation>
    </message>
    <message>
        <source>use as reference</source>
        <translation>als Referenz verwenden</translation>
    </message>
    <message>
        <source>no longer use as reference</source>
        <translation>nicht mehr als Referenz verwenden</translation>
    </message>
    <message>
        <source>outline a prompt with SAM</source>
        <translation>eine Eingabe mit SAM umreißen</translation>
    </message>
    <message>
        <source>change a label</source>
        <translation>ein Label ändern</translation>
    </message>
    <message>
        <source>delete an object</source>
        <translation>ein Objekt löschen</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>annehmen</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>ablehnen</translation>
    </message>
    <message>
        <source>decide later</source>
        <translation>später entscheiden</translation>
    </message>
    <message>
        <source>accept many</source>
        <translation>viele annehmen</translation>
    </message>
    <message>
        <source>change a threshold</source>
        <translation>einen Schwellenwert ändern</translation>
    </message>
    <message>
        <source>use as references</source>
        <translation>als Referenzen verwenden</translation>
    </message>
    <message>
        <source>add a label</source>
        <translation>ein Label hinzufügen</translation>
    </message>
    <message>
        <source>delete a label</source>
        <translation>ein Label löschen</translation>
    </message>
    <message>
        <source>merge labels</source>
        <translation>Labels zusammenführen</translation>
    </message>
    <message>
        <source>remove photos</source>
        <translation>Fotos entfernen</translation>
    </message>
    <message>
        <source>review photos</source>
        <translation>Fotos prüfen</translation>
    </message>
    <message>
        <source>bands and contrast</source>
        <translation>Kanäle und Kontrast</translation>
    </message>
    <message>
        <source>import annotations</source>
        <translation>Annotationen importieren</translation>
    </message>
    <message>
        <source>move a corner</source>
        <translation>eine Ecke verschieben</translation>
    </message>
    <message>
        <source>move an object</source>
        <translation>ein Objekt verschieben</translation>
    </message>
    <message>
        <source>join objects</source>
        <translation>Objekte verbinden</translation>
    </message>
    <message>
        <source>clean masks</source>
        <translation>Masken bereinigen</translation>
    </message>
    <message>
        <source>paste</source>
        <translation>einfügen</translation>
    </message>
    <message>
        <source>split an object</source>
        <translation>ein Objekt zerlegen</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>nicht das</translation>
    </message>
</context>
<context>
    <name>ValidationPreview</name>
    <message>
        <source>Pictures of the validation</source>
        <translation>Bilder der Validierung</translation>
    </message>
    <message>
        <source>After each validation, pictures of held-out photos appear here.</source>
        <translation>Nach jeder Validierung erscheinen hier Bilder zurückgehaltener Fotos.</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Mask opacity</source>
        <translation>Deckkraft der Masken</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>WaitForProject</name>
    <message>
        <source>VRP Annotator</source>
        <translation>VRP Annotator</translation>
    </message>
    <message>
        <source>Another window has the project in {folder} open, or is storing the last results after it was closed. It opens here as soon as that ends.</source>
        <translation>Ein anderes Fenster hat das Projekt in {folder} geöffnet oder speichert nach dem Schließen noch die letzten Ergebnisse. Es öffnet sich hier, sobald das endet.</translation>
    </message>
</context>
<context>
    <name>WeightsBar</name>
    <message>
        <source>MobileSAM&apos;s weights are missing. They are needed to mark and find objects.</source>
        <translation>Die Gewichte von MobileSAM fehlen. Sie werden gebraucht, um Objekte zu markieren und zu finden.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Get them…</source>
        <translation>Holen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>WeightsDialog</name>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>mIoU is measured on each run&apos;s own held-out photos: compare before with after, not rows with each other.</source>
        <translation>mIoU wird auf den eigenen zurückgehaltenen Fotos jedes Laufs gemessen: Vergleichen Sie vorher mit nachher, nicht die Zeilen untereinander.</translation>
    </message>
    <message>
        <source>Use for this project</source>
        <translation>Für dieses Projekt verwenden</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>A running training still improves these weights. Let it finish, or pause it.</source>
        <translation>Ein laufendes Training verbessert diese Gewichte noch. Lassen Sie es enden oder halten Sie es an.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Name of the weights</source>
        <translation>Name der Gewichte</translation>
    </message>
    <message>
        <source>Export weights</source>
        <translation>Gewichte exportieren</translation>
    </message>
    <message>
        <source>%1 exists already. Replace it?</source>
        <translation>%1 gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Import weights</source>
        <translation>Gewichte importieren</translation>
    </message>
</context>
<context>
    <name>WeightsTable</name>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>mIoU before</source>
        <translation>mIoU vorher</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>, in use</source>
        <translation>, in Verwendung</translation>
    </message>
    <message>
        <source>⚠ cannot be read</source>
        <translation>⚠ nicht lesbar</translation>
    </message>
</context>
<context>
    <name>_KeyDialog</name>
    <message>
        <source>Press the new key, or clear it for none.</source>
        <translation>Drücken Sie die neue Taste, oder löschen Sie sie für keine.</translation>
    </message>
</context>
</TS>
