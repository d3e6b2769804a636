/// Operations of Python on objects of any type: operators, attributes, items, calls, texts.
public enum Py {}
