"""All that is measured of the language model."""

import corpus
import grammar
import induction
from kneser_ney import KneserNey
from perplexity import perplexity

ORDER = 5


def measure(model, tokenizer, data, tell):
    documents = corpus.read_english(data)
    windows = {split: list(corpus.windows(texts, tokenizer)) for split, texts in documents.items()}
    held_out = (corpus.VALIDATION, corpus.TEST)
    tell('perplexity')
    ours = {split: perplexity(model, windows[split]) for split in held_out}
    tell(f'modified Kneser-Ney, {ORDER}-gram')
    counted = KneserNey(windows[corpus.TRAINING], len(tokenizer), ORDER)
    tell('induction and grammar')
    return {'parameters': model.parameter_count(), 'trainingTokens': sum(len(each) + 1 for each in windows[corpus.TRAINING]),
            'tokens': {split: count for split, (_, count) in ours.items()},
            'perplexity': {split: value for split, (value, _) in ours.items()},
            'kneserNey5': {split: counted.perplexity(windows[split]) for split in held_out},
            'induction': induction.scores(model, len(tokenizer)),
            'grammar': {grammar.RELATIONS[name]: score for name, score in grammar.scores(model, tokenizer).items()}}
