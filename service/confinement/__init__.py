"""Tiến trình con bị giới hạn — strangers' files are opened where nothing but the child can suffer.

`asking.ask` starts a child and hands it an order and the file; in the child `answering.answer`
puts up the `walls`, does the work and sends back what it found. Whatever the file does there
(hang, crash, eat memory) ends in an answer or a Vietnamese sentence.
"""
