-- Skills, languages, weights of channels, and what each ticket weighs.
SELECT;
