"""The comparison of the patched program with the original on made-up inputs."""
import copy


def told(function, arguments):
    arguments = copy.deepcopy(arguments)
    try:
        return repr(function(*arguments)), repr(arguments)
    except Exception as error:
        return type(error).__name__, ""


def same(case, original, patched, name, *arguments):
    case.assertEqual(told(getattr(original, name), arguments),
                     told(getattr(patched, name), arguments), (name, arguments))
