<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AcceptDialog</name>
    <message>
        <source>Accept all above</source>
        <translation>接受高于阈值的全部</translation>
    </message>
    <message>
        <source>Confidence, %</source>
        <translation>置信度，%</translation>
    </message>
    <message>
        <source>%1 of %2 masks of “%3” to review. One undo takes it back.</source>
        <translation>“%3”的 %2 个待审核掩膜中的 %1 个。一次撤销即可恢复。</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n result(s)</source>
        <translation>
            <numerusform>接受 %n 个结果</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AcceptancePlot</name>
    <message>
        <source>Share accepted without a change, by pass</source>
        <translation>各轮次未经修改即被接受的比例</translation>
    </message>
    <message>
        <source>Once you have reviewed results, this shows how many of each pass needed no change.</source>
        <translation>审核结果后，此处显示每一轮次中无需修改的数量。</translation>
    </message>
    <message>
        <source>accepted as found, %</source>
        <translation>按原样接受，%</translation>
    </message>
    <message>
        <source>pass, with its weights</source>
        <translation>轮次及其权重</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 中的 %1</translation>
    </message>
</context>
<context>
    <name>ActionHandlers</name>
    <message>
        <source>Everything is saved as you work.</source>
        <translation>所有更改都会即时保存。</translation>
    </message>
    <message>
        <source>A pass is running. Stop it first.</source>
        <translation>正在查找。请先停止。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) removed. The files stay; Undo restores them.</source>
        <translation>
            <numerusform>已移除 %n 张照片。文件保留；可撤销恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Visual reference prompts for the Segment Anything Model.</source>
        <translation>用于 Segment Anything Model 的视觉参考提示。</translation>
    </message>
    <message>
        <source>Apache-2.0. Nothing leaves your machine.</source>
        <translation>Apache-2.0。任何数据都不会离开您的电脑。</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>New project from a folder…</source>
        <translation>从文件夹新建项目…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>添加照片…</translation>
    </message>
    <message>
        <source>Remove the selected photos from the project</source>
        <translation>从项目中移除所选照片</translation>
    </message>
    <message>
        <source>The files stay where they are</source>
        <translation>文件保留在原处</translation>
    </message>
    <message>
        <source>Import annotations…</source>
        <translation>导入标注…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Everything is saved as you work</source>
        <translation>所有更改都会即时保存</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Remove the last prompt</source>
        <translation>删除上一个提示</translation>
    </message>
    <message>
        <source>Finish the object</source>
        <translation>完成对象</translation>
    </message>
    <message>
        <source>Drop the draft, or deselect</source>
        <translation>放弃草稿或取消选择</translation>
    </message>
    <message>
        <source>Copy the selected objects</source>
        <translation>复制所选对象</translation>
    </message>
    <message>
        <source>Paste objects</source>
        <translation>粘贴对象</translation>
    </message>
    <message>
        <source>Copy objects to the next photo</source>
        <translation>将对象复制到下一张照片</translation>
    </message>
    <message>
        <source>The selected objects; without a selection, all that are drawn or accepted</source>
        <translation>所选对象；未选择时为所有手绘或已接受的对象</translation>
    </message>
    <message>
        <source>Delete or reject the selected objects</source>
        <translation>删除或拒绝所选对象</translation>
    </message>
    <message>
        <source>Give the object the current label</source>
        <translation>将当前标签赋予对象</translation>
    </message>
    <message>
        <source>Next object</source>
        <translation>下一个对象</translation>
    </message>
    <message>
        <source>Previous object</source>
        <translation>上一个对象</translation>
    </message>
    <message>
        <source>Join the selected objects</source>
        <translation>合并所选对象</translation>
    </message>
    <message>
        <source>Select two or more first</source>
        <translation>请先选择两个或更多对象</translation>
    </message>
    <message>
        <source>Split the object into its parts</source>
        <translation>将对象拆分为各个部分</translation>
    </message>
    <message>
        <source>Each connected part becomes an object</source>
        <translation>每个连通部分成为一个对象</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Keep the largest part</source>
        <translation>保留最大部分</translation>
    </message>
    <message>
        <source>Clean masks…</source>
        <translation>清理掩膜…</translation>
    </message>
    <message>
        <source>Smooth outlines, drop small parts and fill holes, of one or many objects</source>
        <translation>对一个或多个对象平滑轮廓、删除小碎片并填充孔洞</translation>
    </message>
    <message>
        <source>Select and move</source>
        <translation>选择和移动</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Click the object; right click or Shift+click what is not part of it. Corrects a selected object</source>
        <translation>单击对象；右击或 Shift+单击不属于对象的部分。可修正所选对象</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>涂抹线</translation>
    </message>
    <message>
        <source>Draw a line over the object</source>
        <translation>在对象上画一条线</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框</translation>
    </message>
    <message>
        <source>Drag a box around the object</source>
        <translation>拖动画框包围对象</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Click corner after corner; Enter or a double click closes it</source>
        <translation>逐个单击顶点；按 Enter 或双击闭合</translation>
    </message>
    <message>
        <source>Edit corners</source>
        <translation>编辑顶点</translation>
    </message>
    <message>
        <source>Drag corners of the selected object; click an edge to add one, right click to remove one</source>
        <translation>拖动所选对象的顶点；单击边添加，右击删除</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Paint; hold Alt to erase. Edits the selected object</source>
        <translation>绘制；按住 Alt 擦除。编辑所选对象</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Erase from the selected object, or from the one under the mouse</source>
        <translation>从所选对象或鼠标下的对象上擦除</translation>
    </message>
    <message>
        <source>Knife</source>
        <translation>切割刀</translation>
    </message>
    <message>
        <source>Draw a line right across an object to cut it in two</source>
        <translation>画一条横穿对象的线，将其一分为二</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>缩小画笔</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>放大画笔</translation>
    </message>
    <message>
        <source>Outline prompts with SAM</source>
        <translation>用 SAM 勾勒提示</translation>
    </message>
    <message>
        <source>Turn points, scribbles and boxes into a SAM mask</source>
        <translation>将点、涂抹线和框转换为 SAM 掩膜</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>新建标签…</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>用作参考</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit the window</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Zoom to the selected objects</source>
        <translation>缩放到所选对象</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Hide masks</source>
        <translation>隐藏掩膜</translation>
    </message>
    <message>
        <source>Fill masks</source>
        <translation>填充掩膜</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>十字线</translation>
    </message>
    <message>
        <source>Pixel grid at high zoom</source>
        <translation>高倍缩放时显示像素网格</translation>
    </message>
    <message>
        <source>Reference beside the photo</source>
        <translation>在照片旁显示参考</translation>
    </message>
    <message>
        <source>Compare with the shipped weights</source>
        <translation>与自带权重比较</translation>
    </message>
    <message>
        <source>Show in turn what the shipped weights and yours find. Train or choose weights of your own first</source>
        <translation>轮流显示自带权重与您的权重的查找结果。请先训练或选择您自己的权重</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张照片</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张照片</translation>
    </message>
    <message>
        <source>Next to review</source>
        <translation>下一个待审核</translation>
    </message>
    <message>
        <source>Selects the least certain result, so that every tool corrects it</source>
        <translation>选中最不确定的结果，以便用任意工具修正</translation>
    </message>
    <message>
        <source>Previous to review</source>
        <translation>上一个待审核</translation>
    </message>
    <message>
        <source>Ten photos forward</source>
        <translation>前进十张照片</translation>
    </message>
    <message>
        <source>Ten photos back</source>
        <translation>后退十张照片</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>The selected result; without a selection, all results on the photo</source>
        <translation>所选结果；未选择时为照片上的所有结果</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>稍后决定</translation>
    </message>
    <message>
        <source>Leave the result to review, and go to the next</source>
        <translation>保留该结果待审核，转到下一个</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Group what looks alike</source>
        <translation>将相似的结果归为一组</translation>
    </message>
    <message>
        <source>Results that look like the selected one: the next decision is about all of them</source>
        <translation>与所选结果相似的结果：下一个决定对它们全部生效</translation>
    </message>
    <message>
        <source>Accept all above…</source>
        <translation>接受高于阈值的全部…</translation>
    </message>
    <message>
        <source>Accept all results on the selected photos</source>
        <translation>接受所选照片上的所有结果</translation>
    </message>
    <message>
        <source>Reject all results on the selected photos</source>
        <translation>拒绝所选照片上的所有结果</translation>
    </message>
    <message>
        <source>Give drawn objects on the selected photos the current label</source>
        <translation>将所选照片上绘制的对象改为当前标签</translation>
    </message>
    <message>
        <source>Use the reviewed results on the selected photos as references</source>
        <translation>将所选照片上已审核的结果用作参考</translation>
    </message>
    <message>
        <source>The first accepted or corrected result of each photo</source>
        <translation>每张照片的第一个已接受或已修正的结果</translation>
    </message>
    <message>
        <source>Bands and contrast…</source>
        <translation>波段和对比度…</translation>
    </message>
    <message>
        <source>Show the photo in its folder</source>
        <translation>在文件夹中显示照片</translation>
    </message>
    <message>
        <source>Find in all photos</source>
        <translation>在所有照片中查找</translation>
    </message>
    <message>
        <source>Find in photos that nobody has reviewed</source>
        <translation>在未审核的照片中查找</translation>
    </message>
    <message>
        <source>Look again at doubtful results</source>
        <translation>重新查看可疑结果</translation>
    </message>
    <message>
        <source>After a pass: learns from what you have accepted and corrected on five or more photos</source>
        <translation>一轮查找之后：从您在五张或更多照片上接受和修正的结果中学习</translation>
    </message>
    <message>
        <source>Find in this photo</source>
        <translation>在此照片中查找</translation>
    </message>
    <message>
        <source>Find in the photos selected in the list</source>
        <translation>在列表中所选的照片中查找</translation>
    </message>
    <message>
        <source>Find each object separately</source>
        <translation>分别查找每个对象</translation>
    </message>
    <message>
        <source>Several objects on a photo become several results, each with its own score</source>
        <translation>照片上的多个对象成为多个结果，各有自己的分数</translation>
    </message>
    <message>
        <source>Search close-ups too</source>
        <translation>同时查找特写</translation>
    </message>
    <message>
        <source>For small objects: four overlapping parts of each photo are searched, too. Five times as slow</source>
        <translation>适用于小对象：还会查找每张照片的四个重叠部分，速度慢五倍</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Train on your photos</source>
        <translation>用您的照片训练</translation>
    </message>
    <message>
        <source>Model…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Weights…</source>
        <translation>权重…</translation>
    </message>
    <message>
        <source>Passes…</source>
        <translation>查找轮次…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Pan while it is held</source>
        <translation>按住时平移</translation>
    </message>
    <message>
        <source>Show the bare photo while it is held</source>
        <translation>按住时只显示照片</translation>
    </message>
    <message>
        <source>Move the object, or go to another photo</source>
        <translation>移动对象，或转到另一张照片</translation>
    </message>
    <message>
        <source>Move the object ten pixels</source>
        <translation>将对象移动十个像素</translation>
    </message>
    <message>
        <source>Choose a label</source>
        <translation>选择标签</translation>
    </message>
    <message>
        <source>Lock the selected objects, or unlock all</source>
        <translation>锁定所选对象，或全部解锁</translation>
    </message>
    <message>
        <source>Nothing selects, changes or decides a locked object. Without a selection, unlocks all</source>
        <translation>锁定的对象不会被选中、更改或判定。没有选择时全部解锁</translation>
    </message>
    <message>
        <source>Before and after the newest pass</source>
        <translation>最近一轮查找的前后对比</translation>
    </message>
    <message>
        <source>Show in turn what was found on the photo before the newest pass, and what is found now</source>
        <translation>轮流显示最近一轮查找之前和现在在照片上找到的内容</translation>
    </message>
    <message>
        <source>Why it was found</source>
        <translation>为什么找到它</translation>
    </message>
    <message>
        <source>A map over the photo: how sure the program is of the object at each place</source>
        <translation>照片上的图：程序对每个位置有该对象的把握有多大</translation>
    </message>
    <message>
        <source>Map of the results…</source>
        <translation>结果分布图…</translation>
    </message>
    <message>
        <source>All results of the current label by what they look like: draw around those to decide about</source>
        <translation>当前标签的所有结果按外观排列：圈出要判定的结果</translation>
    </message>
    <message>
        <source>Not this: a look-alike</source>
        <translation>不是这个：只是相似</translation>
    </message>
    <message>
        <source>Rejects the selected object. From the next pass on, what resembles it is not found</source>
        <translation>拒绝所选对象。从下一轮查找起，与它相似的不再被找到</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
</context>
<context>
    <name>BeforePass</name>
    <message>
        <source>The newest pass has replaced nothing on this photo.</source>
        <translation>最近一轮查找没有替换这张照片上的任何结果。</translation>
    </message>
    <message>
        <source>Before the newest pass: %1</source>
        <translation>最近一轮查找之前：%1</translation>
    </message>
    <message>
        <source>The same key shows what is found now.</source>
        <translation>同一个键显示现在找到的内容。</translation>
    </message>
</context>
<context>
    <name>CacheRow</name>
    <message>
        <source>Feature cache</source>
        <translation>特征缓存</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Clear the feature cache</source>
        <translation>清空特征缓存</translation>
    </message>
    <message>
        <source>All projects share these features. Cleared ones are computed again when they are needed.</source>
        <translation>所有项目共用这些特征。清空后，需要时会重新计算。</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>%1 GB of at most %2 GB</source>
        <translation>%1 GB，上限 %2 GB</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>The photo cannot be read</source>
        <translation>无法读取照片</translation>
    </message>
    <message>
        <source>Loading the photo…</source>
        <translation>正在加载照片…</translation>
    </message>
</context>
<context>
    <name>CleanDialog</name>
    <message>
        <source>Clean masks</source>
        <translation>清理掩膜</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>The selected objects</source>
        <translation>所选对象</translation>
    </message>
    <message>
        <source>All objects on this photo</source>
        <translation>此照片上的所有对象</translation>
    </message>
    <message>
        <source>All results to review, on every photo</source>
        <translation>所有照片上的全部待审核结果</translation>
    </message>
    <message>
        <source>Smooth outlines</source>
        <translation>平滑轮廓</translation>
    </message>
    <message>
        <source>Drop parts smaller than</source>
        <translation>删除小于此值的碎片</translation>
    </message>
    <message>
        <source>Fill holes up to</source>
        <translation>填充不大于此值的孔洞</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>清理</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) on this photo would change. The photo shows them cleaned.</source>
        <translation>
            <numerusform>此照片上有 %n 个对象会改变。照片上显示的是清理后的效果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Preview of cleaned masks</source>
        <translation>清理后掩膜预览</translation>
    </message>
</context>
<context>
    <name>CompareWeights</name>
    <message>
        <source>Finding with both weights…</source>
        <translation>正在用两组权重查找…</translation>
    </message>
    <message>
        <source>shipped weights</source>
        <translation>自带权重</translation>
    </message>
    <message>
        <source>This is what “%1” finds. The same key shows the other weights, Esc ends.</source>
        <translation>这是“%1”的查找结果。再按同一键显示另一组权重，Esc 结束。</translation>
    </message>
</context>
<context>
    <name>DataSummary</name>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>The training data could not be counted: %1</source>
        <translation>无法统计训练数据：%1</translation>
    </message>
    <message numerus="yes">
        <source>&lt;b&gt;Training data&lt;/b&gt;: %n photo(s)</source>
        <translation>
            <numerusform>&lt;b&gt;训练数据&lt;/b&gt;：%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>未包含：%1</translation>
    </message>
    <message>
        <source>⚠ This project has too few reviewed photos: only the other data sets are used.</source>
        <translation>⚠ 此项目的已审核照片太少：仅使用其他数据集。</translation>
    </message>
    <message>
        <source>%1 not reviewed</source>
        <translation>%1 个未审核</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 个已拒绝</translation>
    </message>
    <message>
        <source>%1 also drawn by hand</source>
        <translation>%1 个另有手绘</translation>
    </message>
    <message>
        <source>%1 empty</source>
        <translation>%1 个为空</translation>
    </message>
    <message>
        <source>%1 prompt(s) without a mask</source>
        <translation>%1 个提示没有掩膜</translation>
    </message>
    <message numerus="yes">
        <source> – too few: %n more needed</source>
        <translation>
            <numerusform> – 太少：还需 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source> – %1 would be better</source>
        <translation> – 最好有 %1 个</translation>
    </message>
</context>
<context>
    <name>Draft</name>
    <message>
        <source>SAM is still looking. Press Enter again when its outline shows.</source>
        <translation>SAM 仍在计算。轮廓出现后请再次按 Enter。</translation>
    </message>
    <message>
        <source>Only places that are not the object are marked. Click the object too.</source>
        <translation>目前只标记了不属于对象的位置。请同时单击对象。</translation>
    </message>
    <message>
        <source>SAM has no outline for these clicks. Use the brush, or press Esc.</source>
        <translation>SAM 无法根据这些点击给出轮廓。请使用画笔，或按 Esc。</translation>
    </message>
    <message>
        <source>Nothing would be left of the object. Press Esc, then Del to delete it.</source>
        <translation>对象将不剩任何部分。请按 Esc，再按 Del 删除。</translation>
    </message>
    <message>
        <source>The object is gone; its correction was dropped.</source>
        <translation>对象已不存在；修正已放弃。</translation>
    </message>
    <message>
        <source>correct with SAM</source>
        <translation>用 SAM 修正</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>A black-and-white PNG for every photo and label.</source>
        <translation>每张照片和标签一个黑白 PNG。</translation>
    </message>
    <message>
        <source>A labelme 5 JSON file for every photo.</source>
        <translation>每张照片一个 labelme 5 JSON 文件。</translation>
    </message>
    <message>
        <source>A newer version of this program wrote {path} (format {found}; this one knows {known}). Update first.</source>
        <translation>{path} 由本程序的更新版本写入（格式 {found}；当前版本支持 {known}）。请先更新程序。</translation>
    </message>
    <message>
        <source>A {kind} lies outside its photo, which is {width} pixels wide and {height} high. Draw it again.</source>
        <translation>{kind}位于照片之外，该照片宽 {width} 像素、高 {height} 像素。请重新绘制。</translation>
    </message>
    <message>
        <source>Another program has the project in {path} open. Close it there first.</source>
        <translation>另一个程序正打开 {path} 中的项目。请先在那里关闭它。</translation>
    </message>
    <message>
        <source>Another training runs in {path}. Wait until it ends, or stop it first.</source>
        <translation>{path} 中正在运行另一个训练。请等待其结束，或先停止它。</translation>
    </message>
    <message>
        <source>CVAT for images 1.1: one annotations.xml with masks.</source>
        <translation>CVAT for images 1.1：一个含掩膜的 annotations.xml。</translation>
    </message>
    <message>
        <source>Cannot read the photo {path}: {reason}. Replace the file or leave it out.</source>
        <translation>无法读取照片 {path}：{reason}。请替换该文件或将其排除。</translation>
    </message>
    <message>
        <source>Datumaro JSON with masks.</source>
        <translation>含掩膜的 Datumaro JSON。</translation>
    </message>
    <message>
        <source>Every object cut out of its photo, as a PNG with transparency.</source>
        <translation>将每个对象从照片中裁出，保存为透明 PNG。</translation>
    </message>
    <message>
        <source>GeoJSON polygons in pixels, one file per photo, as QuPath reads them.</source>
        <translation>以像素为单位的 GeoJSON 多边形，每张照片一个文件，QuPath 可读取。</translation>
    </message>
    <message>
        <source>Kept annotations are not exported; they come back when their picture is added again. Where a new picture shows the same scene, put the earlier file back and add it, then the new one with --keep-annotations.</source>
        <translation>保留的标注不会被导出；重新添加其图像后会恢复。如果新图像显示同一场景，请放回先前的文件并添加，然后用 --keep-annotations 添加新文件。</translation>
    </message>
    <message>
        <source>Labelling at scale</source>
        <translation>大规模标注</translation>
    </message>
    <message>
        <source>Labelling with Ray</source>
        <translation>使用 Ray 标注</translation>
    </message>
    <message>
        <source>More than one {what} is called {name!r}: {candidates}. Say which by more of its path.</source>
        <translation>名称 {name!r} 对应多个{what}：{candidates}。请给出更完整的路径。</translation>
    </message>
    <message>
        <source>One COCO JSON file, checked after writing; most tools read it.</source>
        <translation>一个 COCO JSON 文件，写入后经过检查；大多数工具都能读取。</translation>
    </message>
    <message>
        <source>One PNG per photo, its pixels the numbers of the labels.</source>
        <translation>每张照片一个 PNG，像素值为标签编号。</translation>
    </message>
    <message>
        <source>Pascal VOC: XML files with boxes, palette pictures of classes and objects.</source>
        <translation>Pascal VOC：含框的 XML 文件，以及类别和对象的调色板图片。</translation>
    </message>
    <message>
        <source>SAM</source>
        <translation>SAM</translation>
    </message>
    <message>
        <source>Text files and a data.yaml to train a YOLO segmentation model with.</source>
        <translation>用于训练 YOLO 分割模型的文本文件和 data.yaml。</translation>
    </message>
    <message>
        <source>The device {device} ran out of memory: {remedy}.</source>
        <translation>设备 {device} 内存不足：{remedy}。</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written. Make room; nothing was lost.</source>
        <translation>磁盘已满：无法写入 {path}。请腾出空间；没有数据丢失。</translation>
    </message>
    <message>
        <source>The loss became NaN at step {step}. Lower the learning rate, or check these episodes:{episodes}</source>
        <translation>损失在第 {step} 步变为 NaN。请降低学习率，或检查这些片段：{episodes}</translation>
    </message>
    <message>
        <source>The mask {path} holds several values: {values}. Say which one is the object with --mask-value.</source>
        <translation>掩膜 {path} 含有多个值：{values}。请用 --mask-value 指定哪个值是对象。</translation>
    </message>
    <message>
        <source>The project file {path} is damaged ({reason}). A copy of {copy} is kept beside it. To use it, run: project restore {path.parent}</source>
        <translation>项目文件 {path} 已损坏（{reason}）。旁边保留着 {copy} 的副本。要使用它，请运行：project restore {path.parent}</translation>
    </message>
    <message>
        <source>The project file {path} is damaged ({reason}). Restore it from a backup of your own.</source>
        <translation>项目文件 {path} 已损坏（{reason}）。请从您自己的备份中恢复。</translation>
    </message>
    <message>
        <source>The weights {weights_id} are not on this machine. Run: models fetch {weights_id}</source>
        <translation>本机上没有权重 {weights_id}。请运行：models fetch {weights_id}</translation>
    </message>
    <message>
        <source>The weights {weights_id} could not be fetched:{attempts}
If you have the file, run: models import {weights_id} FILE</source>
        <translation>无法获取权重 {weights_id}：{attempts}
如果您有该文件，请运行：models import {weights_id} 文件</translation>
    </message>
    <message>
        <source>The {kind} is empty. Draw it with some extent.</source>
        <translation>{kind}为空。请绘制得有一定大小。</translation>
    </message>
    <message>
        <source>There are no {what}: {remedy}.</source>
        <translation>没有{what}：{remedy}。</translation>
    </message>
    <message>
        <source>There is no project in {path}. Make one with: project new</source>
        <translation>{path} 中没有项目。请用以下命令创建：project new</translation>
    </message>
    <message>
        <source>There is no {what} called {name!r}. Check the spelling; it may also have been moved or removed.</source>
        <translation>找不到名为 {name!r} 的{what}。请检查拼写；它也可能已被移动或删除。</translation>
    </message>
    <message>
        <source>There is no {what} called {name!r}. There is: {known}</source>
        <translation>找不到名为 {name!r} 的{what}。现有：{known}</translation>
    </message>
    <message>
        <source>This machine ran out of memory: {remedy}.</source>
        <translation>本机内存不足：{remedy}。</translation>
    </message>
    <message>
        <source>a SAM checkpoint</source>
        <translation>SAM 检查点</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>a folder is written, not one file: name a folder, without .json</source>
        <translation>写入的是文件夹，而不是单个文件：请指定文件夹，不带 .json</translation>
    </message>
    <message>
        <source>a note of its digest beside it</source>
        <translation>旁边记录其摘要的文件</translation>
    </message>
    <message>
        <source>a resume state</source>
        <translation>可继续训练的状态</translation>
    </message>
    <message>
        <source>a resume state of this run</source>
        <translation>本次运行可继续的状态</translation>
    </message>
    <message>
        <source>a safetensors file</source>
        <translation>safetensors 文件</translation>
    </message>
    <message>
        <source>a safetensors file of weights</source>
        <translation>含权重的 safetensors 文件</translation>
    </message>
    <message>
        <source>accept or correct the results on five photos of a label first</source>
        <translation>请先接受或修正某个标签在五张照片上的结果</translation>
    </message>
    <message>
        <source>add photos beside the reference</source>
        <translation>请在参考之外添加照片</translation>
    </message>
    <message>
        <source>add the photos of the references again, their files are gone or changed</source>
        <translation>请重新添加参考照片，其文件已丢失或被更改</translation>
    </message>
    <message>
        <source>an ONNX graph</source>
        <translation>ONNX 图</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 项</translation>
    </message>
    <message>
        <source>annotation</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>ask for more with --doubtful or --sample</source>
        <translation>用 --doubtful 或 --sample 要求更多</translation>
    </message>
    <message>
        <source>box</source>
        <translation>框</translation>
    </message>
    <message>
        <source>bring some in first: project import-results</source>
        <translation>请先导入一些：project import-results</translation>
    </message>
    <message>
        <source>bundle</source>
        <translation>任务包</translation>
    </message>
    <message>
        <source>categories to train on</source>
        <translation>可训练的类别</translation>
    </message>
    <message>
        <source>category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>choose it and find again</source>
        <translation>请选择它并重新查找</translation>
    </message>
    <message>
        <source>class list</source>
        <translation>类别列表</translation>
    </message>
    <message>
        <source>close other programs, or make a smaller copy of the photo, and start a new pass</source>
        <translation>请关闭其他程序，或制作较小的照片副本，然后开始新的查找</translation>
    </message>
    <message>
        <source>close other programs, or use a machine with more memory</source>
        <translation>请关闭其他程序，或使用内存更大的机器</translation>
    </message>
    <message>
        <source>copy of the project</source>
        <translation>项目副本</translation>
    </message>
    <message>
        <source>data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>decisions to learn from</source>
        <translation>可供学习的决定</translation>
    </message>
    <message>
        <source>decoding it takes more memory than is free</source>
        <translation>解码所需内存超过可用内存</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>doubtful results</source>
        <translation>可疑结果</translation>
    </message>
    <message>
        <source>everything found is sure or decided</source>
        <translation>找到的一切都已确定或已决定</translation>
    </message>
    <message>
        <source>export without a split</source>
        <translation>请不划分直接导出</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>file or folder</source>
        <translation>文件或文件夹</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>give a list of paths, or a folder of photos</source>
        <translation>请提供路径列表或照片文件夹</translation>
    </message>
    <message>
        <source>give more photos, or hold out fewer categories</source>
        <translation>请提供更多照片，或减少留出的类别</translation>
    </message>
    <message>
        <source>it is a file; name the folder of the pictures</source>
        <translation>这是一个文件；请指定图片所在的文件夹</translation>
    </message>
    <message>
        <source>it is a photograph, not a mask: it has many shades, and no two of them prevail. Give a picture in which the object is white and everything else black</source>
        <translation>这是一张照片，不是掩膜：它有许多色阶，且没有两种占主导。请提供一张对象为白色、其余全为黑色的图片</translation>
    </message>
    <message>
        <source>it is no file of Label Studio&apos;s: it has no list of tasks</source>
        <translation>这不是 Label Studio 的文件：其中没有任务列表</translation>
    </message>
    <message>
        <source>it is no file of Segment Anything&apos;s: it has no image with a list of masks</source>
        <translation>这不是 Segment Anything 文件：没有带掩膜列表的图像</translation>
    </message>
    <message>
        <source>it is no file of YOLO&apos;s: name a folder, its data.yaml, or a .txt file</source>
        <translation>这不是 YOLO 的文件：请指定一个文件夹、其中的 data.yaml 或一个 .txt 文件</translation>
    </message>
    <message>
        <source>it is no file of labelme&apos;s: it has no list of shapes</source>
        <translation>这不是 labelme 文件：没有形状列表（shapes）</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>imported results</source>
        <translation>导入的结果</translation>
    </message>
    <message>
        <source>imports</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>install them with: pip install &apos;vrp-annotator[demo]&apos;</source>
        <translation>请安装：pip install &apos;vrp-annotator[demo]&apos;</translation>
    </message>
    <message>
        <source>it defines entities, which no annotation tool does</source>
        <translation>它定义了实体，没有标注工具会这样做</translation>
    </message>
    <message>
        <source>it is a file; this format needs a folder</source>
        <translation>这是文件；此格式需要文件夹</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>这是文件夹</translation>
    </message>
    <message>
        <source>it is a folder; name a file</source>
        <translation>这是文件夹；请指定文件</translation>
    </message>
    <message>
        <source>it is a photo of the project; name another file</source>
        <translation>这是项目中的照片；请指定其他文件</translation>
    </message>
    <message>
        <source>it is no COCO file: it has neither annotations nor categories</source>
        <translation>这不是 COCO 文件：既没有标注也没有类别</translation>
    </message>
    <message>
        <source>it is no COCO file: it has no list of images</source>
        <translation>这不是 COCO 文件：没有图像列表</translation>
    </message>
    <message>
        <source>it is no file of Datumaro&apos;s: it has no items and categories</source>
        <translation>这不是 Datumaro 文件：没有条目和类别</translation>
    </message>
    <message>
        <source>it is no list of paths: a text in UTF-8, with one path on each line</source>
        <translation>它不是路径列表：应为 UTF-8 文本，每行一个路径</translation>
    </message>
    <message>
        <source>its format is not known</source>
        <translation>格式未知</translation>
    </message>
    <message>
        <source>its name is not valid Unicode, so that no project could keep it; rename it</source>
        <translation>文件名不是有效的 Unicode，项目无法保存；请重命名</translation>
    </message>
    <message>
        <source>known by its content: {old} is {new} now</source>
        <translation>按内容识别：{old} 现在是 {new}</translation>
    </message>
    <message>
        <source>known by their content: {count} more photos at another place</source>
        <translation>按内容识别：另外 {count} 张照片位于其他位置</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>label photos into it first: vrp-annotator label</source>
        <translation>请先向其中标注照片：vrp-annotator label</translation>
    </message>
    <message>
        <source>left out: {count} file that cannot be read as photos: {names}</source>
        <translation>已排除 {count} 个无法作为照片读取的文件：{names}</translation>
    </message>
    <message>
        <source>left out: {count} files that cannot be read as photos: {names}</source>
        <translation>已排除 {count} 个无法作为照片读取的文件：{names}</translation>
    </message>
    <message>
        <source>left out: {count} result of this program: {names}</source>
        <translation>已排除 {count} 个本程序的结果：{names}</translation>
    </message>
    <message>
        <source>left out: {count} results of this program: {names}</source>
        <translation>已排除 {count} 个本程序的结果：{names}</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>已排除：{reason}</translation>
    </message>
    <message>
        <source>list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>list or folder</source>
        <translation>列表或文件夹</translation>
    </message>
    <message>
        <source>mark the object on another photo first</source>
        <translation>请先在另一张照片上标记对象</translation>
    </message>
    <message>
        <source>mark the object on at least one photo</source>
        <translation>请至少在一张照片上标记对象</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>methods that learn from decisions beside the shipped one</source>
        <translation>除随附方法之外能从决定中学习的方法</translation>
    </message>
    <message>
        <source>name their folder with --images</source>
        <translation>请用 --images 指定其文件夹</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>note: of {count} more files with many bands the first three are shown</source>
        <translation>注意：另外 {count} 个多波段文件只显示前三个波段</translation>
    </message>
    <message>
        <source>note: of {count} more files with several pictures the first one is taken</source>
        <translation>注意：另外 {count} 个含多幅图像的文件只取第一幅</translation>
    </message>
    <message>
        <source>note: {file} has {count} bands; the first three are shown, others with: project pictures --bands</source>
        <translation>注意：{file} 有 {count} 个波段；显示前三个，其他请用：project pictures --bands</translation>
    </message>
    <message>
        <source>note: {file} holds {count} pictures; the first one is taken</source>
        <translation>注意：{file} 含 {count} 幅图像；只取第一幅</translation>
    </message>
    <message>
        <source>nothing was brought in that could be taken back</source>
        <translation>没有可以撤回的导入</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>photos to cut objects out of</source>
        <translation>可从中裁出对象的照片</translation>
    </message>
    <message>
        <source>photos to review</source>
        <translation>待审核的照片</translation>
    </message>
    <message>
        <source>point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>raise --accumulate, or lower --batch</source>
        <translation>请增大 --accumulate 或减小 --batch</translation>
    </message>
    <message>
        <source>reading it is not permitted</source>
        <translation>没有读取权限</translation>
    </message>
    <message>
        <source>references</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>rows are missing</source>
        <translation>缺少若干行</translation>
    </message>
    <message>
        <source>sample photos</source>
        <translation>示例照片</translation>
    </message>
    <message>
        <source>scribble</source>
        <translation>涂画</translation>
    </message>
    <message>
        <source>semantic encoder</source>
        <translation>语义编码器</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>目标照片</translation>
    </message>
    <message>
        <source>the file does not exist; if it was moved, add it again</source>
        <translation>文件不存在；如果已移动，请重新添加</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>the network of its configuration</source>
        <translation>其配置所对应的网络</translation>
    </message>
    <message>
        <source>the references of this pass were removed; start a new pass</source>
        <translation>此次查找的参考已被移除；请开始新的查找</translation>
    </message>
    <message>
        <source>there are no label files (.txt) in this folder</source>
        <translation>此文件夹中没有标签文件（.txt）</translation>
    </message>
    <message>
        <source>there are no mask pictures &lt;label&gt;/&lt;image&gt;.png in this folder</source>
        <translation>此文件夹中没有掩膜图片 &lt;label&gt;/&lt;image&gt;.png</translation>
    </message>
    <message>
        <source>there are no pictures of label numbers in this folder</source>
        <translation>此文件夹中没有标签编号图片</translation>
    </message>
    <message>
        <source>usable annotations</source>
        <translation>可用的标注</translation>
    </message>
    <message>
        <source>vrp-annotator/3</source>
        <translation>vrp-annotator/3</translation>
    </message>
    <message>
        <source>{label} on {photo} is not found even on that photo. It is small there: search close-ups too, or mark it with another kind of prompt.</source>
        <translation>{photo} 上的 {label} 在该照片本身上也找不到。它在照片中很小：请同时查找特写，或用另一种提示标记。</translation>
    </message>
    <message>
        <source>{label} on {photo} is not found even on that photo: mark it with another kind of prompt, or add a further reference.</source>
        <translation>{photo} 上的 {label} 在该照片本身上也找不到：请用另一种提示标记，或添加更多参考。</translation>
    </message>
    <message>
        <source>{label}: {photos} decided photos have taught it: they are found on each other with {after} IoU, before {before}.</source>
        <translation>{label}：已从 {photos} 张已决定的照片中学习。用其余照片找到它们的 IoU 为 {after}，之前为 {before}。</translation>
    </message>
    <message>
        <source>{label}: {photos} decided photos teach nothing new ({after} IoU on each other, before {before}). Its results stay.</source>
        <translation>{label}：{photos} 张已决定的照片没有带来新的信息（互相查找的 IoU 为 {after}，之前为 {before}）。其结果保持不变。</translation>
    </message>
    <message>
        <source>{what} needs packages that are not installed. Run: pip install &apos;vrp-annotator[{extra}]&apos;</source>
        <translation>{what}需要尚未安装的软件包。请运行：pip install &apos;vrp-annotator[{extra}]&apos;</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>There is a project in {path} already. Choose another folder, or add photos to it with: project add-images</source>
        <translation>{path} 中已经有一个项目。请选择其他文件夹，或用以下命令向其中添加照片：project add-images</translation>
    </message>
    <message>
        <source>there is no JSON file in this folder</source>
        <translation>此文件夹中没有 JSON 文件</translation>
    </message>
    <message>
        <source>weights file</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <source>weights of this pass any more</source>
        <translation>此次查找的权重</translation>
    </message>
    <message>
        <source>{count} found mask below the threshold is left out</source>
        <translation>{count} 个低于阈值的查找结果未包含</translation>
    </message>
    <message>
        <source>{count} found mask is replaced by your own</source>
        <translation>{count} 个查找结果被您自己的标注取代</translation>
    </message>
    <message>
        <source>{count} found mask that nobody has reviewed is left out</source>
        <translation>{count} 个未审核的查找结果未包含</translation>
    </message>
    <message>
        <source>{count} found masks are replaced by your own</source>
        <translation>{count} 个查找结果被您自己的标注取代</translation>
    </message>
    <message>
        <source>{count} found masks below the threshold are left out</source>
        <translation>{count} 个低于阈值的查找结果未包含</translation>
    </message>
    <message>
        <source>{count} found masks that nobody has reviewed are left out</source>
        <translation>{count} 个未审核的查找结果未包含</translation>
    </message>
    <message>
        <source>{count} look-alike is left out</source>
        <translation>{count} 个相似但非目标的对象未包含</translation>
    </message>
    <message>
        <source>{count} look-alikes are left out</source>
        <translation>{count} 个相似但非目标的对象未包含</translation>
    </message>
    <message>
        <source>{count} mask without a pixel is left out</source>
        <translation>{count} 个没有像素的掩膜未包含</translation>
    </message>
    <message>
        <source>{count} masks without a pixel are left out</source>
        <translation>{count} 个没有像素的掩膜未包含</translation>
    </message>
    <message>
        <source>{count} more photos hold another picture now; their annotations are kept, too</source>
        <translation>另外 {count} 张照片现在是其他图像；其标注也已保留</translation>
    </message>
    <message>
        <source>{count} object on a photo that is gone, or was replaced by another, is left out</source>
        <translation>{count} 个位于已丢失或被替换照片上的对象未包含</translation>
    </message>
    <message>
        <source>{count} object on a photo that is not reviewed to the end is left out</source>
        <translation>{count} 个位于未审核完的照片上的对象未包含</translation>
    </message>
    <message>
        <source>{count} objects on photos that are gone, or were replaced by others, are left out</source>
        <translation>{count} 个位于已丢失或被替换照片上的对象未包含</translation>
    </message>
    <message>
        <source>{count} objects on photos that are not reviewed to the end are left out</source>
        <translation>{count} 个位于未审核完的照片上的对象未包含</translation>
    </message>
    <message>
        <source>{count} photo that is not reviewed is left out: {names}</source>
        <translation>{count} 张未审核的照片未包含：{names}</translation>
    </message>
    <message>
        <source>{count} photo whose file holds another picture now, left out of passes and exports: {names}. Add the folder again.</source>
        <translation>{count} 张照片的文件现在是其他图像，不参与查找和导出：{names}。请重新添加文件夹。</translation>
    </message>
    <message>
        <source>{count} photo whose file is gone or holds another picture is left out: {names}</source>
        <translation>{count} 张文件丢失或图像已更换的照片未包含：{names}</translation>
    </message>
    <message>
        <source>{count} photo without a file, left out of passes and exports: {names}. Put the files back, or add the folder they are in now.</source>
        <translation>{count} 张照片没有文件，不参与查找和导出：{names}。请放回文件，或添加其现在所在的文件夹。</translation>
    </message>
    <message>
        <source>{count} photos that are not reviewed are left out: {names}</source>
        <translation>{count} 张未审核的照片未包含：{names}</translation>
    </message>
    <message>
        <source>{count} photos whose file holds another picture now, left out of passes and exports: {names}. Add the folder again.</source>
        <translation>{count} 张照片的文件现在是其他图像，不参与查找和导出：{names}。请重新添加文件夹。</translation>
    </message>
    <message>
        <source>{count} photos whose files are gone or hold another picture are left out: {names}</source>
        <translation>{count} 张文件丢失或图像已更换的照片未包含：{names}</translation>
    </message>
    <message>
        <source>{count} photos without a file, left out of passes and exports: {names}. Put the files back, or add the folder they are in now.</source>
        <translation>{count} 张照片没有文件，不参与查找和导出：{names}。请放回文件，或添加其现在所在的文件夹。</translation>
    </message>
    <message>
        <source>{count} prompt without a mask is left out</source>
        <translation>{count} 个没有掩膜的提示未包含</translation>
    </message>
    <message>
        <source>{count} prompts without a mask are left out</source>
        <translation>{count} 个没有掩膜的提示未包含</translation>
    </message>
    <message>
        <source>{count} reference is left out</source>
        <translation>{count} 个参考未包含</translation>
    </message>
    <message>
        <source>{count} references are left out</source>
        <translation>{count} 个参考未包含</translation>
    </message>
    <message>
        <source>{count} rejected mask is left out</source>
        <translation>{count} 个被拒绝的掩膜未包含</translation>
    </message>
    <message>
        <source>{count} rejected masks are left out</source>
        <translation>{count} 个被拒绝的掩膜未包含</translation>
    </message>
    <message>
        <source>{folder} holds files that no export wrote, or that were changed since: {names}. Choose another place, or add --replace to replace them.</source>
        <translation>{folder} 含有并非由导出写入或此后被更改的文件：{names}。请选择其他位置，或加上 --replace 以替换它们。</translation>
    </message>
    <message>
        <source>{folder} holds results of another run: {difference}. Choose another folder, or the same inputs as before.</source>
        <translation>{folder} 中是另一次运行的结果：{difference}。请选择其他文件夹，或使用与之前相同的输入。</translation>
    </message>
    <message>
        <source>{name!r} is not a label name. Give the label a name.</source>
        <translation>{name!r} 不是标签名称。请为标签命名。</translation>
    </message>
    <message>
        <source>{name} ({count} pixels)</source>
        <translation>{name}（{count} 像素）</translation>
    </message>
    <message>
        <source>{old} holds another picture now. What was annotated on the earlier one is kept as {new}</source>
        <translation>{old} 现在是另一幅图像。先前图像上的标注保留为 {new}</translation>
    </message>
    <message>
        <source>{path} belongs to another network: expected {expected}, found {found}. Choose the file that fits.</source>
        <translation>{path} 属于另一个网络：应为 {expected}，实为 {found}。请选择匹配的文件。</translation>
    </message>
    <message>
        <source>{path} cannot be used:{problems}</source>
        <translation>无法使用 {path}：{problems}</translation>
    </message>
    <message>
        <source>{path} is not the expected weights file: expected {expected}, found {found}. Fetch it again, or choose another.</source>
        <translation>{path} 不是预期的权重文件：应为 {expected}，实为 {found}。请重新获取，或选择其他文件。</translation>
    </message>
    <message>
        <source>{path} was changed since it was added. Add the photo again; if it has another size now, remove it first.</source>
        <translation>{path} 在添加之后被更改。请重新添加照片；如果尺寸已不同，请先移除它。</translation>
    </message>
    <message>
        <source>{path} was made by an earlier version of this program ({found}), for a network it no longer has. Use the weights that come with the program, or train again: vrp-annotator train --data ... --out ...</source>
        <translation>{path} 由本程序的早期版本（{found}）为已不存在的网络生成。请使用随程序提供的权重，或重新训练：vrp-annotator train --data ... --out ...</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>automatic: run lengths where there are holes</source>
        <translation>自动：有孔洞时用游程编码</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>run lengths</source>
        <translation>游程编码</translation>
    </message>
    <message>
        <source>run lengths, not compressed</source>
        <translation>游程编码，不压缩</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>stay where they are</source>
        <translation>保留在原处</translation>
    </message>
    <message>
        <source>are copied there</source>
        <translation>复制到该处</translation>
    </message>
    <message>
        <source>are linked there</source>
        <translation>链接到该处</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>80 % training, 20 % validation, by scene</source>
        <translation>80 % 训练，20 % 验证，按场景</translation>
    </message>
    <message>
        <source>80 % training, 10 % validation, 10 % test, by scene</source>
        <translation>80 % 训练，10 % 验证，10 % 测试，按场景</translation>
    </message>
    <message>
        <source>Write the confidence as score</source>
        <translation>将置信度写为分数</translation>
    </message>
    <message>
        <source>Also what nobody has reviewed</source>
        <translation>包括未审核的结果</translation>
    </message>
    <message>
        <source>Also the references</source>
        <translation>包括参考</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Save list…</source>
        <translation>保存列表…</translation>
    </message>
    <message>
        <source>Write everything that is said here to a text file</source>
        <translation>将此处的全部内容写入文本文件</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>%1 written to %2%3.</source>
        <translation>已将 %1 写入 %2%3。</translation>
    </message>
    <message>
        <source>Outlines: %1, IoU at least %2.</source>
        <translation>轮廓：%1，IoU 至少 %2。</translation>
    </message>
    <message>
        <source>There are files that no export wrote, or that were changed since. Replace them?</source>
        <translation>存在并非由导出写入、或之后被更改过的文件。要替换吗？</translation>
    </message>
    <message>
        <source>follow every pixel</source>
        <translation>逐像素</translation>
    </message>
    <message>
        <source>few points, IoU %1 or more</source>
        <translation>少量顶点，IoU 不低于 %1</translation>
    </message>
    <message>
        <source>IoU %1 or more</source>
        <translation>IoU 不低于 %1</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>注意：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2上的%1</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing and checking…</source>
        <translation>正在写入并检查…</translation>
    </message>
    <message>
        <source> and read back by pycocotools: every mask is the same</source>
        <translation>，并由 pycocotools 读回：所有掩膜一致</translation>
    </message>
</context>
<context>
    <name>ExtraDatasets</name>
    <message>
        <source>Other training data</source>
        <translation>其他训练数据</translation>
    </message>
    <message>
        <source>Another project…</source>
        <translation>另一个项目…</translation>
    </message>
    <message>
        <source>A COCO JSON file…</source>
        <translation>COCO JSON 文件…</translation>
    </message>
    <message>
        <source>A folder with images/ and masks/…</source>
        <translation>包含 images/ 和 masks/ 的文件夹…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>&lt;b&gt;Other training data&lt;/b&gt;</source>
        <translation>&lt;b&gt;其他训练数据&lt;/b&gt;</translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>
and %1 more</source>
        <translation>
以及另外 %1 个</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s): %1</source>
        <translation>
            <numerusform>%n 张照片：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>A project&apos;s folder</source>
        <translation>项目文件夹</translation>
    </message>
    <message>
        <source>COCO annotations</source>
        <translation>COCO 标注</translation>
    </message>
    <message>
        <source>A folder with images/ and masks/</source>
        <translation>包含 images/ 和 masks/ 的文件夹</translation>
    </message>
    <message>
        <source>Where the photos of %1 are</source>
        <translation>%1 的照片所在位置</translation>
    </message>
</context>
<context>
    <name>FetchWeightsDialog</name>
    <message>
        <source>Download %1?</source>
        <translation>下载 %1？</translation>
    </message>
    <message>
        <source>The program needs the weights of %1 to mark and find objects. It downloads them once, after you agree. Your photos stay on this machine.</source>
        <translation>程序需要 %1 的权重来标记和查找对象。经您同意后只下载一次。您的照片留在本机。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>If that fails</source>
        <translation>如果失败</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Digest (sha256)</source>
        <translation>校验值 (sha256)</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>保存在</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Use a file I have…</source>
        <translation>使用已有文件…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>%1 的权重</translation>
    </message>
</context>
<context>
    <name>FurtherReferencesDialog</name>
    <message>
        <source>Further references</source>
        <translation>更多参考</translation>
    </message>
    <message>
        <source>These are masks that you corrected. The next pass looks for what resembles them too. Keep those that show the object whole, and differ from the references so far.</source>
        <translation>这些是您修正过的掩膜。下一轮查找也会寻找与它们相似的内容。请保留完整显示对象、并与现有参考不同的那些。</translation>
    </message>
    <message numerus="yes">
        <source>Use %n, and find again</source>
        <translation>
            <numerusform>使用 %n 个，并重新查找</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupBar</name>
    <message>
        <source>How alike at least</source>
        <translation>最低相似度</translation>
    </message>
    <message>
        <source>How much a result resembles the selected one at least, to be in the group</source>
        <translation>结果与所选结果至少要有多相似才能归入该组</translation>
    </message>
    <message>
        <source>Results that look alike</source>
        <translation>相似的结果</translation>
    </message>
    <message>
        <source>Select a result first: N goes to the next.</source>
        <translation>请先选择一个结果：按 N 转到下一个。</translation>
    </message>
    <message>
        <source>Looking for results that look like this one…</source>
        <translation>正在查找与此相似的结果…</translation>
    </message>
    <message>
        <source>Nothing was compared. Press the key again.</source>
        <translation>未进行比较。请再按一次该键。</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) look like this one. A decision is about all; a click leaves one out.</source>
        <translation>
            <numerusform>%n 个结果与此相似。决定对全部生效；单击可将某个结果排除。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Click the coin, wait for its outline, and press %1: it is now the reference.</source>
        <translation>点击硬币，等待轮廓出现，再按 %1：它就成为参考。</translation>
    </message>
    <message>
        <source>Press %1: the coins in the other photos are found.</source>
        <translation>按 %1：其他照片中的硬币会被找到。</translation>
    </message>
    <message>
        <source>Press %1 for the least certain result. 1 accepts it, 3 rejects it, any tool corrects it.</source>
        <translation>按 %1 转到最不确定的结果。1 接受，3 拒绝，任何工具都可以修正它。</translation>
    </message>
    <message>
        <source>Press %1: everything you have reviewed leaves as COCO, or in a format of your choice.</source>
        <translation>按 %1：您审核过的内容将导出为 COCO 或您选择的格式。</translation>
    </message>
    <message>
        <source>I know the rest</source>
        <translation>其余的我会了</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Looking why…</source>
        <translation>正在查找原因…</translation>
    </message>
    <message>
        <source>Where “%1” is: the brighter, the surer. At most %2</source>
        <translation>“%1”的位置：越亮越确定。最高 %2</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Draw the line right across one object.</source>
        <translation>请画一条完全横穿一个对象的线。</translation>
    </message>
    <message>
        <source>Finish the object with Enter, or drop it with Esc, before you paint.</source>
        <translation>绘制前请按 Enter 完成对象，或按 Esc 放弃。</translation>
    </message>
    <message>
        <source>There is no object here to erase from.</source>
        <translation>此处没有可擦除的对象。</translation>
    </message>
    <message>
        <source>SAM is looking…</source>
        <translation>SAM 正在计算…</translation>
    </message>
    <message>
        <source>Enter stores the correction, Ctrl+Z removes the last click, Esc drops it</source>
        <translation>Enter 保存修正，Ctrl+Z 删除上次点击，Esc 放弃</translation>
    </message>
    <message>
        <source>Enter finishes the object, Ctrl+Z removes the last prompt, Esc drops it</source>
        <translation>Enter 完成对象，Ctrl+Z 删除上一个提示，Esc 放弃</translation>
    </message>
    <message>
        <source>A click adds to the selected object, a right click takes away. Esc: a new object</source>
        <translation>单击为所选对象添加，右键单击去除。Esc：新对象</translation>
    </message>
    <message>
        <source>Erase from the selected object. Esc: from the one under the eraser</source>
        <translation>从选中的对象擦除。Esc：从橡皮擦下的对象擦除</translation>
    </message>
    <message>
        <source>Erase from the object under the eraser</source>
        <translation>从橡皮擦下的对象擦除</translation>
    </message>
    <message>
        <source>Paint on the selected object, Alt erases. Esc: paint a new object</source>
        <translation>在所选对象上绘制，Alt 擦除。Esc：绘制新对象</translation>
    </message>
    <message>
        <source>Paint a new object, or erase from the one under the brush</source>
        <translation>绘制新对象，或从画笔下的对象上擦除</translation>
    </message>
    <message>
        <source>Click selects, Shift+click adds to the selection, dragging moves</source>
        <translation>单击选择，Shift+单击加选，拖动移动</translation>
    </message>
    <message>
        <source>Click the object, right-click what is not part of it</source>
        <translation>单击对象，右击不属于它的部分</translation>
    </message>
    <message>
        <source>Draw a line over the object</source>
        <translation>在对象上画一条线</translation>
    </message>
    <message>
        <source>Drag a box around the object</source>
        <translation>拖动画框包围对象</translation>
    </message>
    <message>
        <source>Click corner after corner; Enter closes the polygon</source>
        <translation>逐个单击顶点；Enter 闭合多边形</translation>
    </message>
    <message>
        <source>Drag corners; click an edge to add one, right-click a corner to remove it</source>
        <translation>拖动顶点；单击边添加，右击顶点删除</translation>
    </message>
    <message>
        <source>Draw a line right across an object to cut it in two</source>
        <translation>画一条横穿对象的线，将其一分为二</translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Photos (%1)</source>
        <translation>照片 (%1)</translation>
    </message>
    <message>
        <source>Reading photos: %1 of %2</source>
        <translation>正在读取照片：%1 / %2</translation>
    </message>
    <message>
        <source>Finding outlines: photo %1 of %2</source>
        <translation>正在查找轮廓：第 %1 张，共 %2 张</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) added</source>
        <translation>
            <numerusform>已添加 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n moved or changed photo(s) imported again</source>
        <translation>
            <numerusform>，重新导入了 %n 张移动或更改过的照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Not everything was added as it is:</source>
        <translation>并非所有内容都按原样添加：</translation>
    </message>
    <message>
        <source>Same scene: keep annotations</source>
        <translation>同一场景：保留标注</translation>
    </message>
    <message>
        <source>The new pictures are edited versions of the earlier ones, of the same size</source>
        <translation>新图像是先前图像的编辑版本，尺寸相同</translation>
    </message>
    <message>
        <source>Some photos are left out of the search:</source>
        <translation>有些照片不参与查找：</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) keep their annotations</source>
        <translation>
            <numerusform>%n 张照片保留了标注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) or point(s) came in without a mask.</source>
        <translation>
            <numerusform>%n 个框或点未带掩膜导入。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were in the project already.</source>
        <translation>
            <numerusform>%n 个已在项目中。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 annotations on %2 photos were imported.</source>
        <translation>已导入 %2 张照片上的 %1 个标注。</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import annotations</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>文件或文件夹</translation>
    </message>
    <message>
        <source>COCO, labelme, YOLO, Pascal VOC, CVAT, Datumaro, Label Studio, masks</source>
        <translation>COCO、labelme、YOLO、Pascal VOC、CVAT、Datumaro、Label Studio、掩膜</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Import them as</source>
        <translation>导入为</translation>
    </message>
    <message>
        <source>annotations (for export and training)</source>
        <translation>标注（用于导出和训练）</translation>
    </message>
    <message>
        <source>references (to find similar objects)</source>
        <translation>参考（用于查找相似对象）</translation>
    </message>
    <message>
        <source>Crowd regions</source>
        <translation>群体区域</translation>
    </message>
    <message>
        <source>those of one part (CVAT marks painted masks so)</source>
        <translation>单个部分的（CVAT 如此标记涂绘的掩膜）</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Make masks of boxes and points with SAM</source>
        <translation>用 SAM 将框和点变为掩膜</translation>
    </message>
    <message>
        <source>Otherwise they come in as references without a mask</source>
        <translation>否则作为无掩膜的参考导入</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Annotations (*.json *.xml *.yaml *.yml *.txt);;All files (*)</source>
        <translation>标注 (*.json *.xml *.yaml *.yml *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>标注</translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>新建标签…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>新建标签</translation>
    </message>
    <message>
        <source>Name of the kind of object</source>
        <translation>对象类别的名称</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>There is a label of that name. Merge the two instead.</source>
        <translation>已有同名标签。请改为合并两者。</translation>
    </message>
    <message>
        <source>Colour of %1</source>
        <translation>%1 的颜色</translation>
    </message>
    <message numerus="yes">
        <source>Delete “%1” with its %n object(s)? Undo restores them.</source>
        <translation>
            <numerusform>删除“%1”及其 %n 个对象？可撤销恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Search labels</source>
        <translation>搜索标签</translation>
    </message>
    <message>
        <source>%1 objects drawn, accepted or corrected, %2 to review. Its key gives new objects this label</source>
        <translation>%1 个对象已绘制、接受或修正，%2 个待审核。按它的键为新对象使用此标签</translation>
    </message>
    <message>
        <source>Merge into another label…</source>
        <translation>合并到另一个标签…</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Loss and mIoU of the training</source>
        <translation>训练的损失与 mIoU</translation>
    </message>
    <message>
        <source>The curve of a training run appears here.</source>
        <translation>此处显示训练曲线。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>mIoU, %</source>
        <translation>mIoU，%</translation>
    </message>
    <message>
        <source>held-out photos</source>
        <translation>留出的照片</translation>
    </message>
    <message>
        <source>built-in photos</source>
        <translation>内置照片</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>References</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) searched</source>
        <translation>
            <numerusform>已查找 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>，%n 张失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>已停止：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) hold an unfinished object. Quit without it?</source>
        <translation>
            <numerusform>有 %n 张照片上的对象未完成。仍要退出吗？</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>Merge labels</source>
        <translation>合并标签</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>合并到</translation>
    </message>
    <message>
        <source>What becomes what</source>
        <translation>合并前后对照</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>into</source>
        <translation>到</translation>
    </message>
    <message>
        <source>references</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>drawn, references included</source>
        <translation>已绘制（含参考）</translation>
    </message>
    <message>
        <source>look-alikes</source>
        <translation>相似但不是</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>已修正</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>together</source>
        <translation>合计</translation>
    </message>
    <message numerus="yes">
        <source>On %n photo(s) “%1” becomes “%2”.</source>
        <translation>
            <numerusform>在 %n 张照片上，“%1”变为“%2”。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n of them both lie: look there for objects that are there twice.</source>
        <translation>
            <numerusform>其中 %n 张上两者都有：请检查是否有重复的对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is then gone; one undo brings it back.</source>
        <translation>之后“%1”不再存在；撤销一次即可恢复。</translation>
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
        <translation>保存列表…</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 项</translation>
    </message>
    <message>
        <source>Save list</source>
        <translation>保存列表</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Use for this project</source>
        <translation>用于此项目</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>SAM: draws the outline</source>
        <translation>SAM：勾勒轮廓</translation>
    </message>
    <message>
        <source>Method: where to look</source>
        <translation>方法：在何处查找</translation>
    </message>
    <message>
        <source>Trained network (VRP weights)</source>
        <translation>训练过的网络（VRP 权重）</translation>
    </message>
    <message>
        <source>Without training: matches features, then prompts SAM with points</source>
        <translation>无需训练：匹配特征，再以点提示 SAM</translation>
    </message>
    <message>
        <source>VRP weights</source>
        <translation>VRP 权重</translation>
    </message>
    <message>
        <source>Semantic encoder: what things look like</source>
        <translation>语义编码器：物体的外观</translation>
    </message>
    <message>
        <source>These are in use.</source>
        <translation>正在使用这些。</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>大小未知</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>在本机上</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>不在本机</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Use a file I have…</source>
        <translation>使用已有的文件…</translation>
    </message>
    <message>
        <source>for %1 with %2</source>
        <translation>适用于 %1，配合 %2</translation>
    </message>
    <message>
        <source>Another download is running.</source>
        <translation>另一个下载正在进行。</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>%1 的权重</translation>
    </message>
    <message>
        <source>No weights are trained for %1. Choose the method without training first.</source>
        <translation>没有为 %1 训练的权重。请先选择无需训练的方法。</translation>
    </message>
    <message>
        <source>No weights are trained for %1.</source>
        <translation>没有为 %1 训练的权重。</translation>
    </message>
    <message>
        <source>The chosen weights were trained with %1.</source>
        <translation>所选权重是用 %1 训练的。</translation>
    </message>
    <message>
        <source>The method without training needs no weights.</source>
        <translation>无需训练的方法不需要权重。</translation>
    </message>
    <message>
        <source>The file does not say what it was trained with.</source>
        <translation>该文件没有说明是用什么训练的。</translation>
    </message>
    <message>
        <source>They were trained with %1, and %2 sees photos in another way.</source>
        <translation>它们是用 %1 训练的，而 %2 看照片的方式不同。</translation>
    </message>
    <message>
        <source>They need %1, which is not on this machine.</source>
        <translation>它们需要 %1，而它不在本机上。</translation>
    </message>
    <message>
        <source>It is not on this machine yet.</source>
        <translation>它还不在本机上。</translation>
    </message>
</context>
<context>
    <name>ObjectHandlers</name>
    <message>
        <source>delete objects</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>A result keeps the label it was found for. Mark the object again instead.</source>
        <translation>结果保留其查找时的标签。请重新标记该对象。</translation>
    </message>
    <message>
        <source>Select two or more objects first: Shift+click, or in the list of objects.</source>
        <translation>请先选择两个或更多对象：Shift+单击，或在对象列表中选择。</translation>
    </message>
    <message>
        <source>Only objects of one label can be joined.</source>
        <translation>只能合并同一标签的对象。</translation>
    </message>
    <message>
        <source>The object has only one part. The knife cuts it along a line.</source>
        <translation>该对象只有一个部分。可用切割刀沿线切开。</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) copied</source>
        <translation>
            <numerusform>已复制 %n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to copy, or no next photo.</source>
        <translation>没有可复制的内容，或没有下一张照片。</translation>
    </message>
    <message>
        <source>Nothing was copied yet.</source>
        <translation>尚未复制任何内容。</translation>
    </message>
    <message>
        <source>%1 of %2 objects pasted: the others come from a photo of another size.</source>
        <translation>已粘贴 %2 个对象中的 %1 个：其余来自不同尺寸的照片。</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) locked</source>
        <translation>
            <numerusform>已锁定 %n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>All objects are unlocked.</source>
        <translation>所有对象均已解锁。</translation>
    </message>
</context>
<context>
    <name>ObjectList</name>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Objects on this photo</source>
        <translation>此照片上的对象</translation>
    </message>
    <message>
        <source>No objects on this photo yet.</source>
        <translation>此照片上还没有对象。</translation>
    </message>
    <message>
        <source>Confidence: one calibrated number from all scores of this result</source>
        <translation>置信度：由该结果的所有分数得出的一个校准值</translation>
    </message>
    <message>
        <source>Uncheck to hide the object on the photo</source>
        <translation>取消勾选以在照片上隐藏该对象</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>Locked: nothing changes or decides it. A click unlocks it</source>
        <translation>已锁定：不会被更改或判定。单击可解锁</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>不是这个</translation>
    </message>
</context>
<context>
    <name>OptionsDialog</name>
    <message>
        <source>Training settings</source>
        <translation>训练设置</translation>
    </message>
</context>
<context>
    <name>PassHistoryDialog</name>
    <message>
        <source>Passes</source>
        <translation>查找轮次</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>references</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>decided photos learned from</source>
        <translation>用于学习的已决定照片</translation>
    </message>
</context>
<context>
    <name>PassPanel</name>
    <message>
        <source>Photos done</source>
        <translation>已完成的照片</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在开始</translation>
    </message>
</context>
<context>
    <name>PassRunner</name>
    <message>
        <source>Mark the object on one photo first: it becomes the reference.</source>
        <translation>请先在一张照片上标记对象：它将成为参考。</translation>
    </message>
    <message>
        <source>A pass is running. Stop it first.</source>
        <translation>正在查找。请先停止。</translation>
    </message>
    <message>
        <source>There is no photo to search.</source>
        <translation>没有可查找的照片。</translation>
    </message>
</context>
<context>
    <name>PhotoList</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>every state</source>
        <translation>所有状态</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Confidence at most</source>
        <translation>置信度上限</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Confidence up to</source>
        <translation>置信度至</translation>
    </message>
    <message>
        <source>every label</source>
        <translation>所有标签</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 to review</source>
        <translation>%1，%2 待审核</translation>
    </message>
</context>
<context>
    <name>PoorReferences</name>
    <message numerus="yes">
        <source>%n more reference(s) as well.</source>
        <translation>
            <numerusform>另有 %n 个参考也是如此。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the reference</source>
        <translation>显示参考</translation>
    </message>
</context>
<context>
    <name>PresetForm</name>
    <message>
        <source>How long to train</source>
        <translation>训练时长</translation>
    </message>
    <message>
        <source>Quick: a few minutes</source>
        <translation>快速：几分钟</translation>
    </message>
    <message>
        <source>Goes on from the shipped weights</source>
        <translation>在随程序提供的权重上继续</translation>
    </message>
    <message>
        <source>Thorough: about an hour</source>
        <translation>充分：约一小时</translation>
    </message>
    <message>
        <source>Goes on from them, with augmented photos</source>
        <translation>在其上继续，并使用增强后的照片</translation>
    </message>
    <message>
        <source>From scratch</source>
        <translation>从头开始</translation>
    </message>
    <message>
        <source>Knows only this project&apos;s photos</source>
        <translation>只了解本项目的照片</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Estimating the cost…</source>
        <translation>正在估算开销…</translation>
    </message>
    <message>
        <source>The cost could not be estimated: %1</source>
        <translation>无法估算开销：%1</translation>
    </message>
</context>
<context>
    <name>ProjectController</name>
    <message>
        <source>A folder of photos</source>
        <translation>照片文件夹</translation>
    </message>
    <message>
        <source>A project&apos;s folder</source>
        <translation>项目文件夹</translation>
    </message>
    <message>
        <source>The project was restored. The damaged file is kept as {file}.</source>
        <translation>项目已恢复。损坏的文件保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>The project cannot be kept beside the photos (%1: %2). Keep it in %3?</source>
        <translation>项目无法保存在照片旁边（%1：%2）。保存在 %3 吗？</translation>
    </message>
    <message>
        <source>Another place</source>
        <translation>另一个位置</translation>
    </message>
    <message>
        <source>Keep it there</source>
        <translation>保存在那里</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>A folder for the project</source>
        <translation>用于项目的文件夹</translation>
    </message>
</context>
<context>
    <name>ReadingDialog</name>
    <message>
        <source>Bands and contrast</source>
        <translation>波段和对比度</translation>
    </message>
    <message>
        <source>as the file says; else as in 4,3,2 or 1</source>
        <translation>按文件；或如 4,3,2 或 1</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>波段</translation>
    </message>
    <message>
        <source>One band, or three for red, green and blue, counted from 1</source>
        <translation>一个波段，或三个分别对应红、绿、蓝，从 1 计数</translation>
    </message>
    <message>
        <source>Black and white at these percentiles</source>
        <translation>黑和白对应这些百分位</translation>
    </message>
    <message>
        <source>Black at, %</source>
        <translation>黑，%</translation>
    </message>
    <message>
        <source>White at, %</source>
        <translation>白，%</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>此照片</translation>
    </message>
    <message numerus="yes">
        <source>The %n selected photo(s)</source>
        <translation>
            <numerusform>选中的 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>All photos, also those added later</source>
        <translation>所有照片，包括以后添加的</translation>
    </message>
    <message numerus="yes">
        <source>The file of this photo has %n band(s).</source>
        <translation>
            <numerusform>此照片的文件有 %n 个波段。</numerusform>
        </translation>
    </message>
    <message>
        <source>As the files say</source>
        <translation>按文件</translation>
    </message>
    <message>
        <source>Give one band or three, as in 4,3,2, and black below white.</source>
        <translation>请给出一个或三个波段，如 4,3,2，且黑低于白。</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open recent</source>
        <translation>打开最近的项目</translation>
    </message>
    <message>
        <source>No project yet</source>
        <translation>还没有项目</translation>
    </message>
</context>
<context>
    <name>ReferenceView</name>
    <message>
        <source>Reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>There is no reference yet</source>
        <translation>还没有参考</translation>
    </message>
    <message>
        <source>Reference: %1</source>
        <translation>参考：%1</translation>
    </message>
</context>
<context>
    <name>ReferenceWatch</name>
    <message numerus="yes">
        <source>On %n decided photo(s) the new references bring the masks from %1 to %2 IoU.</source>
        <translation>
            <numerusform>在 %n 张已判定的照片上，新参考使掩膜的 IoU 从 %1 变为 %2。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With the new references the results got surer (%3 to %4) and not better: on %n decided photo(s) the masks went from %1 to %2 IoU.</source>
        <translation>
            <numerusform>使用新参考后，结果更确定（%3 变为 %4）但没有更好：在 %n 张已判定的照片上，掩膜的 IoU 从 %1 变为 %2。</numerusform>
        </translation>
    </message>
    <message>
        <source>Use the new ones no longer</source>
        <translation>不再使用新的参考</translation>
    </message>
    <message>
        <source>no longer use as reference</source>
        <translation>不再用作参考</translation>
    </message>
</context>
<context>
    <name>ReferencesPanel</name>
    <message>
        <source>References</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>Mark one object: it becomes the reference, and “Find” looks for similar objects.</source>
        <translation>标记一个对象：它将成为参考，“查找”会寻找相似对象。</translation>
    </message>
    <message>
        <source>SAM outline</source>
        <translation>SAM 轮廓</translation>
    </message>
    <message>
        <source>raw prompt</source>
        <translation>原始提示</translation>
    </message>
    <message>
        <source>The network sees the bright part. Double-click to go to the photo.</source>
        <translation>网络看到的是明亮部分。双击转到该照片。</translation>
    </message>
    <message>
        <source>Go to the photo</source>
        <translation>转到照片</translation>
    </message>
    <message>
        <source>Outline with SAM</source>
        <translation>用 SAM 勾勒</translation>
    </message>
    <message>
        <source>Use the raw prompt</source>
        <translation>使用原始提示</translation>
    </message>
    <message>
        <source>No longer use as reference</source>
        <translation>不再用作参考</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>不是这个</translation>
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
        <translation>项目文件 {file} 已损坏。</translation>
    </message>
    <message>
        <source>Use the copy of {time}</source>
        <translation>使用 {time} 的副本</translation>
    </message>
    <message>
        <source>A copy of its last good state can take its place. The damaged file is kept beside it.</source>
        <translation>可以用其最近完好状态的副本替换它。损坏的文件会保留在旁边。</translation>
    </message>
    <message>
        <source>There is no copy of it. Restore it from a backup of your own.</source>
        <translation>没有它的副本。请用您自己的备份恢复。</translation>
    </message>
</context>
<context>
    <name>ResultMapDialog</name>
    <message>
        <source>Map of “%1”</source>
        <translation>“%1”的分布图</translation>
    </message>
    <message>
        <source>Map of results</source>
        <translation>结果分布图</translation>
    </message>
    <message>
        <source>Reading what the results look like…</source>
        <translation>正在读取结果的外观…</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>this result</source>
        <translation>此结果</translation>
    </message>
    <message>
        <source>alike</source>
        <translation>相似</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Make references</source>
        <translation>设为参考</translation>
    </message>
    <message>
        <source>Something more urgent came. Open the map again.</source>
        <translation>有更紧急的任务。请重新打开分布图。</translation>
    </message>
    <message>
        <source>Draw around results to decide about them at once. A click shows one and what is like it.</source>
        <translation>圈出多个结果可一次判定。单击显示一个结果及与它相似的结果。</translation>
    </message>
    <message>
        <source>There are no results of this label yet. Mark one object, then find it in all photos.</source>
        <translation>此标签还没有结果。请先标记一个对象，然后在所有照片中查找。</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) chosen</source>
        <translation>
            <numerusform>已选 %n 个结果</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResumeBanner</name>
    <message numerus="yes">
        <source>A pass was interrupted: %n photo(s) left.</source>
        <translation>
            <numerusform>一轮查找被中断：还剩 %n 张照片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The pass was stopped: %n photo(s) left. “Find” would start a new one.</source>
        <translation>
            <numerusform>查找已停止：还剩 %n 张照片。“查找”会开始新的一轮。</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>ReviewHandlers</name>
    <message numerus="yes">
        <source>%n result(s) on the selected photos decided</source>
        <translation>
            <numerusform>已决定所选照片上的 %n 个结果</numerusform>
        </translation>
    </message>
    <message>
        <source>change a label</source>
        <translation>更改标签</translation>
    </message>
    <message numerus="yes">
        <source>%n drawn object(s) got another label</source>
        <translation>
            <numerusform>%n 个绘制的对象已更改标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) became references</source>
        <translation>
            <numerusform>%n 个结果已成为参考</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) that look alike decided</source>
        <translation>
            <numerusform>已对 %n 个相似的结果作出决定</numerusform>
        </translation>
    </message>
    <message>
        <source>review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>There is no result on this photo to decide.</source>
        <translation>这张照片上没有需要决定的结果。</translation>
    </message>
    <message numerus="yes">
        <source>All %n result(s) on the photo accepted</source>
        <translation>
            <numerusform>已接受照片上的全部 %n 个结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n result(s) on the photo rejected</source>
        <translation>
            <numerusform>已拒绝照片上的全部 %n 个结果</numerusform>
        </translation>
    </message>
    <message>
        <source>Left for later</source>
        <translation>留待稍后</translation>
    </message>
    <message>
        <source>Nothing is left to review.</source>
        <translation>没有待审核的内容。</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>不是这个</translation>
    </message>
    <message>
        <source>From the next pass on, what resembles this is not found.</source>
        <translation>从下一轮查找起，与此相似的不再被找到。</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>One calibrated number from the scores below and others; it orders the review</source>
        <translation>由下面的分数和其他数值得出的一个校准数值；审核按它排序</translation>
    </message>
    <message>
        <source>Edge quality</source>
        <translation>边缘质量</translation>
    </message>
    <message>
        <source>How good SAM itself expects its mask to be</source>
        <translation>SAM 对自身掩膜质量的估计</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>How much more the inside of the mask resembles the reference than its surroundings do</source>
        <translation>掩膜内部比周围更像参考的程度</translation>
    </message>
    <message>
        <source>Check against reference</source>
        <translation>与参考核对</translation>
    </message>
    <message>
        <source>This mask is used as a reference in turn: how well it finds the original reference</source>
        <translation>反过来将此掩膜用作参考：它能多好地找到原参考</translation>
    </message>
    <message>
        <source>Then go to the next result</source>
        <translation>然后转到下一个结果</translation>
    </message>
    <message>
        <source>Absent below this confidence</source>
        <translation>低于此置信度视为不存在</translation>
    </message>
    <message>
        <source>Absent below</source>
        <translation>低于此值视为不存在</translation>
    </message>
    <message>
        <source>Nothing was found on this photo yet.</source>
        <translation>此照片上尚未找到任何对象。</translation>
    </message>
    <message>
        <source>Drawn by hand: there are no scores.</source>
        <translation>手绘：没有分数。</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>Its mask was corrected, so the old scores no longer apply.</source>
        <translation>掩膜已修正，原分数不再适用。</translation>
    </message>
    <message>
        <source>“%1” is absent below</source>
        <translation>“%1”低于此值视为不存在</translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n 个待审核</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n absent</source>
        <translation>
            <numerusform>%n 个不存在</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n 个已接受</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected</source>
        <translation>
            <numerusform>%n 个已修正</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n 个已拒绝</numerusform>
        </translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
</context>
<context>
    <name>RunControls</name>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Use for this project</source>
        <translation>用于此项目(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Back to the shipped weights</source>
        <translation>恢复自带权重(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Weights…</source>
        <translation>权重(&amp;W)…</translation>
    </message>
    <message>
        <source>Training steps done</source>
        <translation>已完成的训练步数</translation>
    </message>
    <message>
        <source>&amp;Resume with half the batch</source>
        <translation>以一半批量继续(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Discard…</source>
        <translation>丢弃(&amp;D)…</translation>
    </message>
    <message>
        <source>End this training, and delete it with its weights</source>
        <translation>结束此训练，并连同其权重一起删除</translation>
    </message>
</context>
<context>
    <name>RunSelector</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>RunTabs</name>
    <message>
        <source>Training results</source>
        <translation>训练结果</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>轮次</translation>
    </message>
</context>
<context>
    <name>SecondLookWords</name>
    <message numerus="yes">
        <source>%n photo(s) got a new result.</source>
        <translation>
            <numerusform>%n 张照片得到了新的结果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the least certain</source>
        <translation>显示最不确定的</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Takes effect when the program starts again</source>
        <translation>重新启动程序后生效</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>The wheel zooms; otherwise it scrolls and Ctrl+wheel zooms</source>
        <translation>滚轮缩放；否则滚轮滚动，Ctrl+滚轮缩放</translation>
    </message>
    <message>
        <source>Preview what a click would mark while the mouse hovers</source>
        <translation>鼠标悬停时预览单击会标记的内容</translation>
    </message>
    <message>
        <source>After a decision, go to the next result to review</source>
        <translation>决定后转到下一个待审核结果</translation>
    </message>
    <message>
        <source>Fill masks</source>
        <translation>填充掩膜</translation>
    </message>
    <message>
        <source>Mask opacity, %</source>
        <translation>掩膜不透明度，%</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>十字线</translation>
    </message>
    <message>
        <source>Pixel grid at high zoom</source>
        <translation>高倍缩放时显示像素网格</translation>
    </message>
    <message>
        <source>Brush, pixels</source>
        <translation>画笔，像素</translation>
    </message>
    <message>
        <source>Scribble, pixels</source>
        <translation>涂抹线，像素</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Outline points, scribbles and boxes with SAM</source>
        <translation>用 SAM 勾勒点、涂抹线和框</translation>
    </message>
    <message>
        <source>Find each object separately</source>
        <translation>分别查找每个对象</translation>
    </message>
    <message>
        <source>Search close-ups too, for small objects (five times as slow)</source>
        <translation>同时查找特写，适用于小对象（慢五倍）</translation>
    </message>
    <message>
        <source>Check each mask against the reference, if the weights need it (slower)</source>
        <translation>在权重需要时将每个掩膜与参考核对（较慢）</translation>
    </message>
    <message>
        <source>Absent below this confidence</source>
        <translation>低于此置信度视为不存在</translation>
    </message>
    <message>
        <source>shipped with the program</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>VRP weights</source>
        <translation>VRP 权重</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>Feature cache</source>
        <translation>特征缓存</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Keymap</source>
        <translation>键位方案</translation>
    </message>
    <message>
        <source>the program&apos;s own</source>
        <translation>本程序自带</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Back to the keymap</source>
        <translation>恢复键位方案</translation>
    </message>
    <message>
        <source>Mouse and held keys</source>
        <translation>鼠标与按住的键</translation>
    </message>
    <message>
        <source>used by %1</source>
        <translation>被 %1 使用</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>zoom to the mouse</source>
        <translation>向鼠标处缩放</translation>
    </message>
    <message>
        <source>Middle button, or Space and drag</source>
        <translation>中键，或空格并拖动</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Left; right or Shift+left</source>
        <translation>左键；右键或 Shift+左键</translation>
    </message>
    <message>
        <source>point: the object; not the object</source>
        <translation>点：对象；非对象</translation>
    </message>
    <message>
        <source>Shift+click with the selecting tool</source>
        <translation>用选择工具 Shift+单击</translation>
    </message>
    <message>
        <source>add to the selection</source>
        <translation>加入选择</translation>
    </message>
    <message>
        <source>Alt while painting</source>
        <translation>绘制时按 Alt</translation>
    </message>
    <message>
        <source>erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+滚轮</translation>
    </message>
    <message>
        <source>size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>move the selected objects, with Shift by ten pixels</source>
        <translation>移动所选对象，按 Shift 移动十个像素</translation>
    </message>
    <message>
        <source>X held</source>
        <translation>按住 X</translation>
    </message>
    <message>
        <source>show the bare photo</source>
        <translation>只显示照片</translation>
    </message>
    <message>
        <source>choose the label</source>
        <translation>选择标签</translation>
    </message>
</context>
<context>
    <name>SplitSummary</name>
    <message>
        <source>About %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>%1 of %2 photos are held out to judge by, near-duplicates together (seed %3).</source>
        <translation>留出 %2 张照片中的 %1 张用于评估，近似重复的照片归在一起（种子 %3）。</translation>
    </message>
    <message>
        <source>⚠ No photo of %1 can be held out: all are near-duplicates.</source>
        <translation>⚠ %1 没有可留出的照片：全部为近似重复。</translation>
    </message>
    <message>
        <source>⚠ Could not work out which photos to hold out: %1</source>
        <translation>⚠ 无法确定要留出的照片：%1</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Mark one object on one photo. The program finds similar objects in your other photos and shows the least certain first.</source>
        <translation>在一张照片上标记一个对象。程序会在其他照片中查找相似对象，并优先显示最不确定的结果。</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>or drop a folder of photos here</source>
        <translation>或将照片文件夹拖放到此处</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>shipped</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>未加载</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>reading the photo</source>
        <translation>正在读取照片</translation>
    </message>
    <message>
        <source>finding the outline</source>
        <translation>正在查找轮廓</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>finding objects</source>
        <translation>正在查找对象</translation>
    </message>
    <message>
        <source>storing the last results of the project before</source>
        <translation>正在保存上一个项目的最后结果</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not searched yet</source>
        <translation>尚未查找</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>object absent</source>
        <translation>对象不存在</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>已审核</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>least certain first</source>
        <translation>最不确定的优先</translation>
    </message>
    <message>
        <source>most certain first</source>
        <translation>最确定的优先</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>已修正</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>shipped with the program</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>trained in this project</source>
        <translation>在此项目中训练</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>已导入</translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>the system&apos;s</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>On the built-in photos: before %1, now %2.</source>
        <translation>在内置照片上：之前 %1，现在 %2。</translation>
    </message>
    <message>
        <source>It has become worse on other kinds of objects. Use it only for photos like these.</source>
        <translation>对其他类别的对象效果变差。请仅用于此类照片。</translation>
    </message>
    <message>
        <source>The weights chosen for this project cannot be read: the shipped ones are in use.</source>
        <translation>无法读取为此项目选择的权重：正在使用自带权重。</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>At most about %1, %2 on disk, %3 of memory (measured just now).</source>
        <translation>最多约 %1，磁盘 %2，内存 %3（刚刚测得）。</translation>
    </message>
    <message>
        <source>No photo could be held out, so it is unknown whether the result is better: the old weights stay in use.</source>
        <translation>无法留出照片，因此不知道结果是否更好：继续使用旧权重。</translation>
    </message>
    <message>
        <source>Validation mIoU %1</source>
        <translation>验证 mIoU %1</translation>
    </message>
    <message>
        <source>Before %1, now %2 mIoU on held-out photos</source>
        <translation>在留出的照片上 mIoU 之前 %1，现在 %2</translation>
    </message>
    <message>
        <source> In use.</source>
        <translation> 正在使用。</translation>
    </message>
    <message>
        <source>It is not better than before (%1, now %2): the old weights stay in use.</source>
        <translation>并不比之前好（%1，现在 %2）：继续使用旧权重。</translation>
    </message>
    <message>
        <source>Before %1, so far %2</source>
        <translation>之前 %1，目前 %2</translation>
    </message>
    <message>
        <source>. Too few photos are held out to say how certain that is.</source>
        <translation>。留出的照片太少，无法判断其确定程度。</translation>
    </message>
    <message>
        <source> (95 %: %1 to %2 points more).</source>
        <translation>（95 %：提高 %1 至 %2 点）。</translation>
    </message>
    <message>
        <source> The interval includes zero: this may be chance.</source>
        <translation> 区间包含零：可能是偶然。</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>剩余约 %1 分钟</translation>
    </message>
    <message>
        <source>reading photos: %1 of %2</source>
        <translation>正在读取照片：%1 / %2</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在开始</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>Train on your photos</source>
        <translation>用您的照片训练</translation>
    </message>
    <message>
        <source>The shipped weights</source>
        <translation>自带权重</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Not trained yet: the shipped weights are in use.</source>
        <translation>尚未训练：正在使用自带权重。</translation>
    </message>
    <message>
        <source>Not trained here yet: “%1” is in use.</source>
        <translation>尚未在此训练：正在使用“%1”。</translation>
    </message>
    <message>
        <source>Delete “%1” with its weights? This cannot be taken back.</source>
        <translation>删除“%1”及其权重？此操作无法撤销。</translation>
    </message>
</context>
<context>
    <name>TrainingSuggestion</name>
    <message numerus="yes">
        <source>“%1” is in use now. %n photo(s) not reviewed yet can be searched again with it.</source>
        <translation>
            <numerusform>现在使用“%1”。可用它重新查找 %n 张尚未审核的照片。</numerusform>
        </translation>
    </message>
    <message>
        <source>Search them again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Train briefly</source>
        <translation>短时训练</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Your decisions teach what to look for: a second look searches the doubtful photos again.</source>
        <translation>您的决定说明了要找什么：重新查看会再次搜索可疑的照片。</translation>
    </message>
    <message numerus="yes">
        <source>%n reviewed photo(s) (%1 corrected) to train on.</source>
        <translation>
            <numerusform>有 %n 张已审核的照片（%1 张已修正）可供训练。</numerusform>
        </translation>
    </message>
    <message>
        <source>The last training brought %1 → %2 mIoU on held-out photos.</source>
        <translation>上次训练使留出照片的 mIoU 从 %1 变为 %2。</translation>
    </message>
    <message>
        <source> A second look and references take one pass; training takes minutes and changes more.</source>
        <translation> 重新查看和参考只需一个轮次；训练需要几分钟，改变更大。</translation>
    </message>
    <message numerus="yes">
        <source>Look at %n further reference(s)…</source>
        <translation>
            <numerusform>查看 %n 个更多参考…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <source>A later pass has replaced what this step changed.</source>
        <translation>后来的轮次已替换此步骤所做的更改。</translation>
    </message>
    <message>
        <source>mark an object</source>
        <translation>标记对象</translation>
    </message>
    <message>
        <source>edit a mask</source>
        <translation>编辑掩膜</translation>
    </message>
    <message>
        <source>use as reference</source>
        <translation>用作参考</translation>
    </message>
    <message>
        <source>no longer use as reference</source>
        <translation>不再用作参考</translation>
    </message>
    <message>
        <source>outline a prompt with SAM</source>
        <translation>用 SAM 勾勒提示</translation>
    </message>
    <message>
        <source>change a label</source>
        <translation>更改标签</translation>
    </message>
    <message>
        <source>delete an object</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>decide later</source>
        <translation>稍后决定</translation>
    </message>
    <message>
        <source>accept many</source>
        <translation>批量接受</translation>
    </message>
    <message>
        <source>change a threshold</source>
        <translation>更改阈值</translation>
    </message>
    <message>
        <source>use as references</source>
        <translation>用作参考</translation>
    </message>
    <message>
        <source>add a label</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>delete a label</source>
        <translation>删除标签</translation>
    </message>
    <message>
        <source>merge labels</source>
        <translation>合并标签</translation>
    </message>
    <message>
        <source>remove photos</source>
        <translation>移除照片</translation>
    </message>
    <message>
        <source>review photos</source>
        <translation>审核照片</translation>
    </message>
    <message>
        <source>bands and contrast</source>
        <translation>波段和对比度</translation>
    </message>
    <message>
        <source>import annotations</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <source>move a corner</source>
        <translation>移动顶点</translation>
    </message>
    <message>
        <source>move an object</source>
        <translation>移动对象</translation>
    </message>
    <message>
        <source>join objects</source>
        <translation>合并对象</translation>
    </message>
    <message>
        <source>clean masks</source>
        <translation>清理掩膜</translation>
    </message>
    <message>
        <source>paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>split an object</source>
        <translation>拆分对象</translation>
    </message>
    <message>
        <source>not this</source>
        <translation>不是这个</translation>
    </message>
</context>
<context>
    <name>ValidationPreview</name>
    <message>
        <source>Pictures of the validation</source>
        <translation>验证图片</translation>
    </message>
    <message>
        <source>After each validation, pictures of held-out photos appear here.</source>
        <translation>每次验证后，此处显示留出照片的图片。</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Mask opacity</source>
        <translation>掩膜不透明度</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
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
        <translation>另一个窗口正打开着 {folder} 中的项目，或在关闭后仍在保存最后的结果。结束后会立即在这里打开。</translation>
    </message>
</context>
<context>
    <name>WeightsBar</name>
    <message>
        <source>MobileSAM&apos;s weights are missing. They are needed to mark and find objects.</source>
        <translation>缺少 MobileSAM 的权重。标记和查找对象需要它们。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Get them…</source>
        <translation>获取…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>WeightsDialog</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>mIoU is measured on each run&apos;s own held-out photos: compare before with after, not rows with each other.</source>
        <translation>mIoU 在每次训练各自的留出照片上测得：请比较前后，不要比较各行。</translation>
    </message>
    <message>
        <source>Use for this project</source>
        <translation>用于此项目</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>A running training still improves these weights. Let it finish, or pause it.</source>
        <translation>正在进行的训练仍在改进这些权重。请等其结束，或暂停。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name of the weights</source>
        <translation>权重名称</translation>
    </message>
    <message>
        <source>Export weights</source>
        <translation>导出权重</translation>
    </message>
    <message>
        <source>%1 exists already. Replace it?</source>
        <translation>%1 已存在。要替换吗？</translation>
    </message>
    <message>
        <source>Import weights</source>
        <translation>导入权重</translation>
    </message>
</context>
<context>
    <name>WeightsTable</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>mIoU before</source>
        <translation>之前的 mIoU</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>, in use</source>
        <translation>，使用中</translation>
    </message>
    <message>
        <source>⚠ cannot be read</source>
        <translation>⚠ 无法读取</translation>
    </message>
</context>
<context>
    <name>_KeyDialog</name>
    <message>
        <source>Press the new key, or clear it for none.</source>
        <translation>按下新的键，或清除以不设置。</translation>
    </message>
</context>
</TS>
