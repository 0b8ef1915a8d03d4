<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AcceptDialog</name>
    <message numerus="yes">
        <source>Accept %n result(s)</source>
        <translation>
            <numerusform>Accept %n result</numerusform>
            <numerusform>Accept %n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActionHandlers</name>
    <message numerus="yes">
        <source>%n photo(s) removed. The files stay; Undo restores them.</source>
        <translation>
            <numerusform>%n photo removed. The file stays; Undo restores it.</numerusform>
            <numerusform>%n photos removed. The files stay; Undo restores them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CleanDialog</name>
    <message numerus="yes">
        <source>%n object(s) on this photo would change. The photo shows them cleaned.</source>
        <translation>
            <numerusform>%n object on this photo would change. The photo shows it cleaned.</numerusform>
            <numerusform>%n objects on this photo would change. The photo shows them cleaned.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataSummary</name>
    <message numerus="yes">
        <source>&lt;b&gt;Training data&lt;/b&gt;: %n photo(s)</source>
        <translation>
            <numerusform>&lt;b&gt;Training data&lt;/b&gt;: %n photo</numerusform>
            <numerusform>&lt;b&gt;Training data&lt;/b&gt;: %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> – too few: %n more needed</source>
        <translation>
            <numerusform> – too few: %n more needed</numerusform>
            <numerusform> – too few: %n more needed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExtraDatasets</name>
    <message numerus="yes">
        <source>%n photo(s): %1</source>
        <translation>
            <numerusform>%n photo: %1</numerusform>
            <numerusform>%n photos: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FurtherReferencesDialog</name>
    <message numerus="yes">
        <source>Use %n, and find again</source>
        <translation>
            <numerusform>Use %n, and find again</numerusform>
            <numerusform>Use %n, and find again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupBar</name>
    <message numerus="yes">
        <source>%n result(s) look like this one. A decision is about all; a click leaves one out.</source>
        <translation>
            <numerusform>%n result looks like this one. A decision is about both; a click leaves it out.</numerusform>
            <numerusform>%n results look like this one. A decision is about all; a click leaves one out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message numerus="yes">
        <source>%n photo(s) added</source>
        <translation>
            <numerusform>%n photo added</numerusform>
            <numerusform>%n photos added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n moved or changed photo(s) imported again</source>
        <translation>
            <numerusform>, %n moved or changed photo imported again</numerusform>
            <numerusform>, %n moved or changed photos imported again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were in the project already.</source>
        <translation>
            <numerusform>%n was in the project already.</numerusform>
            <numerusform>%n were in the project already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) keep their annotations</source>
        <translation>
            <numerusform>%n photo keeps its annotations</numerusform>
            <numerusform>%n photos keep their annotations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) or point(s) came in without a mask.</source>
        <translation>
            <numerusform>%n box or point came in without a mask.</numerusform>
            <numerusform>%n boxes or points came in without a mask.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message numerus="yes">
        <source>Delete “%1” with its %n object(s)? Undo restores them.</source>
        <translation>
            <numerusform>Delete “%1” with its %n object? Undo restores it.</numerusform>
            <numerusform>Delete “%1” with its %n objects? Undo restores them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n photo(s) searched</source>
        <translation>
            <numerusform>%n photo searched</numerusform>
            <numerusform>%n photos searched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n failed</numerusform>
            <numerusform>, %n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) hold an unfinished object. Quit without it?</source>
        <translation>
            <numerusform>%n photo holds an unfinished object. Quit without it?</numerusform>
            <numerusform>%n photos hold an unfinished object. Quit without them?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message numerus="yes">
        <source>On %n photo(s) “%1” becomes “%2”.</source>
        <translation>
            <numerusform>On %n photo “%1” becomes “%2”.</numerusform>
            <numerusform>On %n photos “%1” becomes “%2”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n of them both lie: look there for objects that are there twice.</source>
        <translation>
            <numerusform>On %n of them both lie: look there for objects that are there twice.</numerusform>
            <numerusform>On %n of them both lie: look there for objects that are there twice.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ObjectHandlers</name>
    <message numerus="yes">
        <source>%n object(s) locked</source>
        <translation>
            <numerusform>%n object locked</numerusform>
            <numerusform>%n objects locked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) copied</source>
        <translation>
            <numerusform>%n object copied</numerusform>
            <numerusform>%n objects copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoList</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PoorReferences</name>
    <message numerus="yes">
        <source>%n more reference(s) as well.</source>
        <translation>
            <numerusform>%n more reference as well.</numerusform>
            <numerusform>%n more references as well.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingDialog</name>
    <message numerus="yes">
        <source>The %n selected photo(s)</source>
        <translation>
            <numerusform>The %n selected photo</numerusform>
            <numerusform>The %n selected photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file of this photo has %n band(s).</source>
        <translation>
            <numerusform>The file of this photo has %n band.</numerusform>
            <numerusform>The file of this photo has %n bands.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferenceWatch</name>
    <message numerus="yes">
        <source>On %n decided photo(s) the new references bring the masks from %1 to %2 IoU.</source>
        <translation>
            <numerusform>On %n decided photo the new references bring the masks from %1 to %2 IoU.</numerusform>
            <numerusform>On %n decided photos the new references bring the masks from %1 to %2 IoU.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With the new references the results got surer (%3 to %4) and not better: on %n decided photo(s) the masks went from %1 to %2 IoU.</source>
        <translation>
            <numerusform>With the new references the results got surer (%3 to %4) and not better: on %n decided photo the masks went from %1 to %2 IoU.</numerusform>
            <numerusform>With the new references the results got surer (%3 to %4) and not better: on %n decided photos the masks went from %1 to %2 IoU.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultMapDialog</name>
    <message numerus="yes">
        <source>%n result(s) chosen</source>
        <translation>
            <numerusform>%n result chosen</numerusform>
            <numerusform>%n results chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResumeBanner</name>
    <message numerus="yes">
        <source>A pass was interrupted: %n photo(s) left.</source>
        <translation>
            <numerusform>A pass was interrupted: %n photo left.</numerusform>
            <numerusform>A pass was interrupted: %n photos left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The pass was stopped: %n photo(s) left. “Find” would start a new one.</source>
        <translation>
            <numerusform>The pass was stopped: %n photo left. “Find” would start a new one.</numerusform>
            <numerusform>The pass was stopped: %n photos left. “Find” would start a new one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewHandlers</name>
    <message numerus="yes">
        <source>%n result(s) on the selected photos decided</source>
        <translation>
            <numerusform>%n result on the selected photos decided</numerusform>
            <numerusform>%n results on the selected photos decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drawn object(s) got another label</source>
        <translation>
            <numerusform>%n drawn object got another label</numerusform>
            <numerusform>%n drawn objects got another label</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) became references</source>
        <translation>
            <numerusform>%n result became a reference</numerusform>
            <numerusform>%n results became references</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) that look alike decided</source>
        <translation>
            <numerusform>%n result that looks like no other decided</numerusform>
            <numerusform>%n results that look alike decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n result(s) on the photo accepted</source>
        <translation>
            <numerusform>The %n result on the photo accepted</numerusform>
            <numerusform>All %n results on the photo accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n result(s) on the photo rejected</source>
        <translation>
            <numerusform>The %n result on the photo rejected</numerusform>
            <numerusform>All %n results on the photo rejected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n to review</numerusform>
            <numerusform>%n to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n absent</source>
        <translation>
            <numerusform>%n absent</numerusform>
            <numerusform>%n absent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n accepted</numerusform>
            <numerusform>%n accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected</source>
        <translation>
            <numerusform>%n corrected</numerusform>
            <numerusform>%n corrected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n rejected</numerusform>
            <numerusform>%n rejected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecondLookWords</name>
    <message numerus="yes">
        <source>%n photo(s) got a new result.</source>
        <translation>
            <numerusform>%n photo got a new result.</numerusform>
            <numerusform>%n photos got a new result.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrainingSuggestion</name>
    <message numerus="yes">
        <source>“%1” is in use now. %n photo(s) not reviewed yet can be searched again with it.</source>
        <translation>
            <numerusform>“%1” is in use now. %n photo not reviewed yet can be searched again with it.</numerusform>
            <numerusform>“%1” is in use now. %n photos not reviewed yet can be searched again with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Look at %n further reference(s)…</source>
        <translation>
            <numerusform>Look at %n further reference…</numerusform>
            <numerusform>Look at %n further references…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reviewed photo(s) (%1 corrected) to train on.</source>
        <translation>
            <numerusform>%n reviewed photo (%1 corrected) to train on.</numerusform>
            <numerusform>%n reviewed photos (%1 corrected) to train on.</numerusform>
        </translation>
    </message>
</context>
</TS>
