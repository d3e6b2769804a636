/// What Python does with objects of any type: operators, attributes, items, calls, texts.
public enum Py {}
