"""TeX's commands and what they print: the tables that `tex` reads by."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# TeX accent command → combining character.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
    # in math
    "grave": "\u0300", "acute": "\u0301", "hat": "\u0302", "widehat": "\u0302",
    "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0305",
    "breve": "\u0306", "dot": "\u0307", "ddot": "\u0308", "mathring": "\u030a",
    "check": "\u030c", "vec": "\u20d7",
}  # fmt: skip
LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø",
    "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "ldots": "…", "dots": "…",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textbackslash": "\\", "textasciitilde": "~", "textregistered": "®", "texttrademark": "™",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2ε", "XeTeX": "XeTeX",
    "ng": "ŋ", "NG": "Ŋ", "dj": "đ", "DJ": "Đ", "textmu": "µ", "texteuro": "€", "euro": "€",
    "textdegree": "°", "degree": "°", "textbullet": "•", "textperiodcentered": "·",
    "textellipsis": "…", "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«",
    "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "quotedblbase": "„",
    "glqq": "„", "grqq": "“", "quotesinglbase": "‚", "textquotedblleft": "“",
    "textquotedblright": "”", "lq": "‘", "rq": "’", "textquotesingle": "'", "textquotedbl": '"',
    "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_",
    "textdollar": "$", "textpercent": "%", "textampersand": "&", "textbraceleft": "{",
    "textbraceright": "}", "textexclamdown": "¡", "textquestiondown": "¿", "textcopyright": "©",
    "textsection": "§", "textsterling": "£", "textyen": "¥", "textordfeminine": "ª",
    "textordmasculine": "º", "textonehalf": "½", "textonequarter": "¼", "textnumero": "№",
    "dag": "†", "ddag": "‡", "textdagger": "†", "textasciicircum": "^", "slash": "/",
    "space": " ", "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ", "newblock": " ",
    "nobreakspace": "\u00a0", "thinspace": "\u2009", "hyp": "-",
}  # fmt: skip
TAGS = {
    "emph": "i", "textit": "i", "mkbibemph": "i", "textbf": "b", "texttt": "code",
    "textsuperscript": "sup", "textsubscript": "sub", "textsc": "small-caps",
    "textsl": "i", "mathit": "i", "mathbf": "b", "boldsymbol": "b", "bm": "b", "mathtt": "code",
    "mkbibitalic": "i", "mkbibbold": "b", "mkbibsuperscript": "sup", "mkbibsubscript": "sub",
}  # fmt: skip
# Commands that put something around their argument.
BETWEEN = {
    "enquote": ("“", "”"), "mkbibquote": ("“", "”"), "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
}  # fmt: skip
# Commands that hold up to the end of their group.
SWITCHES = {"em": "i", "it": "i", "sl": "i", "bf": "b", "tt": "code", "sc": "small-caps", "rm": ""}
# Commands that print nothing of their own; an argument is printed as any group is.
SILENT = {
    "text", "textrm", "textnormal", "textsf", "textup", "textmd", "textlf", "mbox", "hbox", "fbox",
    "mathrm", "mathsf", "mathcal", "mathfrak", "mathscr", "mathnormal", "operatorname", "left",
    "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
    "limits", "relax", "protect", "underline", "uline", "nocorr", "displaystyle", "textstyle",
    "allowbreak", "noindent", "sloppy", "xspace", "normalfont",
    "rmfamily", "mdseries", "upshape", "nohyphens", "ignorespaces", "unskip",
}  # fmt: skip
# Commands whose first argument is for sorting, linking or looks and not for reading.
DROPPED = {
    "noopsort",
    "href",
    "texorpdfstring",
    "textcolor",
    "foreignlanguage",
    "selectlanguage",
    "hspace",
    "vspace",
    "hskip",
    "label",
    "index",
}
# Commands whose argument is no TeX.
VERBATIM = {"url", "nolinkurl", "path"}
# Commands that change the letters of their argument.
LETTERWISE: dict[str, Callable[[str], str]] = {
    "MakeUppercase": str.upper, "uppercase": str.upper, "MakeLowercase": str.lower,
    "lowercase": str.lower,
    "not": lambda text: unicodedata.normalize("NFC", text + "\u0338"),
    "mathbb": lambda text: text.translate(str.maketrans("CHNPQRZ", "ℂℍℕℙℚℝℤ")),
}  # fmt: skip
# An accent over nothing is the sign itself: `\\~{}` in an address.
SPACING = {"`": "`", "'": "´", "^": "^", "~": "~", '"': "¨"}
OPERATORS = {
    "log", "ln", "lg", "exp", "min", "max", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin",
    "arccos", "arctan", "lim", "sup", "inf", "det", "dim", "ker", "gcd", "arg", "deg", "mod", "Pr",
}  # fmt: skip
MATH = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "times": "×", "cdot": "·", "pm": "±", "infty": "∞", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "approx": "≈", "sim": "∼", "ell": "ℓ", "partial": "∂", "nabla": "∇",
    "sum": "∑", "int": "∫", "surd": "√", "in": "∈", "circ": "∘",
    "vartheta": "ϑ", "varpi": "ϖ", "varrho": "ϱ", "varsigma": "ς", "Upsilon": "Υ", "mp": "∓",
    "div": "÷", "ast": "∗", "star": "⋆", "bullet": "•", "oplus": "⊕", "otimes": "⊗", "odot": "⊙",
    "cup": "∪", "cap": "∩", "setminus": "∖", "subset": "⊂", "supset": "⊃", "subseteq": "⊆",
    "supseteq": "⊇", "notin": "∉", "ni": "∋", "emptyset": "∅", "varnothing": "∅", "forall": "∀",
    "exists": "∃", "neg": "¬", "lnot": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨",
    "ne": "≠", "equiv": "≡", "cong": "≅", "simeq": "≃", "propto": "∝", "ll": "≪", "gg": "≫",
    "lesssim": "≲", "gtrsim": "≳", "leqslant": "⩽", "geqslant": "⩾", "prec": "≺", "succ": "≻",
    "perp": "⊥", "bot": "⊥", "top": "⊤", "parallel": "∥", "mid": "∣", "vdash": "⊢",
    "models": "⊨", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈",
    "rceil": "⌉", "prod": "∏", "oint": "∮", "prime": "′", "hbar": "ℏ", "dagger": "†",
    "ddagger": "‡", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "wp": "℘", "angle": "∠", "triangle": "△",
    "square": "□", "Box": "□", "diamond": "⋄", "cdots": "⋯", "uparrow": "↑", "downarrow": "↓",
    "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "implies": "⇒",
    "Leftrightarrow": "⇔", "iff": "⇔", "mapsto": "↦", "longrightarrow": "⟶", "colon": ":",
    "lbrace": "{", "rbrace": "}", "vert": "|", "backslash": "\\", "sharp": "♯", "flat": "♭",
    "natural": "♮", "checkmark": "✓", "coprod": "∐", "iint": "∬", "bigcup": "⋃", "bigcap": "⋂",
    "bigoplus": "⨁", "bigotimes": "⨂", "bigvee": "⋁", "bigwedge": "⋀", "lbrack": "[",
    "rbrack": "]", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|",
}  # fmt: skip
# Signs that carry their scripts above and below.
LIMITS = {
    "sum", "prod", "coprod", "int", "iint", "oint", "bigcup", "bigcap", "bigoplus", "bigotimes",
    "bigvee", "bigwedge", "lim", "max", "min", "sup", "inf", "det", "gcd", "Pr",
}  # fmt: skip
FRACTIONS = {"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"}
BINOMIALS = {"binom", "dbinom", "tbinom"}
# A root's index → its sign.
ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
# An environment → what opens and closes it in a line.
ENVIRONMENTS = {
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"), "cases": ("{", ""),
}  # fmt: skip
